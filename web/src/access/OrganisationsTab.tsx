import { Button, Form, Input, Select } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { api, unwrap } from '../shared/api/client';
import type { NewOrganisation, Organisation } from '../shared/api/types';
import { useLeave } from '../shared/form/useLeave';
import { pick } from '../shared/i18n';
import { Dialog } from '../shared/page/Dialog';
import { Panel } from '../shared/page/Page';
import { Loaded, ProblemNote } from '../shared/page/states';
import { DateField } from '../shared/table/DateField';
import { PlainTable } from '../shared/table/PlainTable';
import { Posts } from './Posts';
import { useMay } from './session';
import { useOrganisationOptions, useOrganisations } from './useReference';
import { useSaving } from './useSaving';

interface Placed extends Organisation {
  depth: number;
}

/** The tree as rows from the top down, each with its depth. */
function placed(all: Organisation[], parent: string | null = null, depth = 0): Placed[] {
  return all
    .filter((one) => (one.parent ?? null) === parent)
    .flatMap((one) => [{ ...one, depth }, ...placed(all, one.code, depth + 1)]);
}

export function OrganisationsTab() {
  const { t } = useTranslation();
  const may = useMay();
  const organisations = useOrganisations();
  const [edited, setEdited] = useState<Organisation | 'new' | null>(null);
  const changes = may('access.write');
  return (
    <>
      <Panel
        title={t('access.organisations')}
        flush
        actions={
          changes ? (
            <Button type="primary" onClick={() => setEdited('new')} data-testid="add-organisation">
              {t('access.newOrganisation')}
            </Button>
          ) : null
        }
      >
        <Loaded query={organisations}>{(found) => <Tree rows={placed(found.items)} onOpen={changes ? setEdited : undefined} />}</Loaded>
        {edited ? <OrganisationDialog organisation={edited === 'new' ? null : edited} close={() => setEdited(null)} /> : null}
      </Panel>
      <Posts />
    </>
  );
}

function Tree({ rows, onOpen }: { rows: Placed[]; onOpen?: ((row: Organisation) => void) | undefined }) {
  const { t } = useTranslation();
  const state = (row: Organisation) => (
    <span className={`state ${row.closed_on ? 'state-grey' : 'state-green'}`}>{row.closed_on ? t('access.closed') : t('access.open')}</span>
  );
  return (
    <PlainTable<Placed>
      name="organisations"
      rows={rows}
      rowKey={(row) => row.code}
      onOpen={onOpen}
      card={(row) => (
        <>
          <div className="line">
            <span className="title" style={{ paddingInlineStart: row.depth * 14 }}>
              {pick(row.name_zh, row.name_en)}
            </span>
            {state(row)}
          </div>
          <div className="small muted" style={{ paddingInlineStart: row.depth * 14 }}>
            <span className="mono">{row.code}</span> · {t('access.roleUsers')} {row.users}
          </div>
        </>
      )}
      columns={[
        { key: 'name', value: (row) => pick(row.name_zh, row.name_en), title: t('access.organisation'), width: 280, render: (row) => <span style={{ paddingInlineStart: row.depth * 20 }}>{pick(row.name_zh, row.name_en)}</span> },
        { key: 'code', value: (row) => row.code, title: t('access.organisationCode'), width: 130, render: (row) => <span className="mono">{row.code}</span> },
        { key: 'state', title: t('access.state'), width: 100, render: state },
        { key: 'users', value: (row) => row.users, title: t('access.roleUsers'), width: 90, right: true, render: (row) => <span className="num">{row.users}</span> },
        { key: 'opened', value: (row) => row.opened_on, title: t('access.openedOn'), width: 120, render: (row) => <span className="num">{row.opened_on ?? '—'}</span> },
        { key: 'closed', value: (row) => row.closed_on, title: t('access.closedOn'), width: 120, render: (row) => <span className="num">{row.closed_on ?? '—'}</span> },
      ]}
    />
  );
}

function OrganisationDialog({ organisation, close }: { organisation: Organisation | null; close: () => void }) {
  const { t } = useTranslation();
  const [form] = Form.useForm<NewOrganisation>();
  const options = useOrganisationOptions().filter((one) => one.value !== organisation?.code);
  const save = useSaving<NewOrganisation, Organisation>({
    send: (body, headers) =>
      organisation
        ? unwrap(api.PUT('/api/v1/organisations/{code}', { params: { path: { code: organisation.code } }, body, headers }))
        : unwrap(api.POST('/api/v1/organisations', { body, headers })),
    refresh: ['organisations', 'users'],
    done: (saved) => t('access.organisationSaved', { code: saved.code }),
    form,
    close,
  });
  const leave = useLeave(form, organisation ?? {}, close);
  const required = { required: true, message: t('access.missing') };
  const isRoot = organisation !== null && organisation.parent === null;
  return (
    <Dialog
      title={organisation ? t('access.editOrganisation') : t('access.newOrganisation')}
      onCancel={leave}
      onOk={() => form.submit()}
      okText={t('access.saveChange')}
      cancelText={t('shared.cancel')}
      confirmLoading={save.isPending}
    >
      {save.isError ? (
        <div style={{ marginBottom: 12 }}>
          <ProblemNote problem={save.error} />
        </div>
      ) : null}
      <Form<NewOrganisation>
        form={form}
        layout="vertical"
        autoComplete="off"
        initialValues={organisation ?? {}}
        onFinish={(given) =>
          save.mutate({
            code: organisation?.code ?? given.code ?? '',
            name_zh: given.name_zh,
            name_en: given.name_en,
            parent: given.parent ?? null,
            opened_on: given.opened_on ?? null,
            closed_on: given.closed_on ?? null,
          })
        }
      >
        <Form.Item name="code" label={t('access.organisationCode')} rules={[required, { pattern: /^[A-Za-z0-9.-]{1,16}$/, message: t('access.organisationRule') }]}>
          <Input maxLength={16} disabled={organisation !== null} />
        </Form.Item>
        <Form.Item name="name_zh" label={t('access.nameZh')} rules={[required]}>
          <Input maxLength={64} />
        </Form.Item>
        <Form.Item name="name_en" label={t('access.nameEn')} rules={[required]}>
          <Input maxLength={64} />
        </Form.Item>
        {isRoot ? null : (
          <Form.Item name="parent" label={t('access.parent')} rules={[required]}>
            <Select showSearch={{ optionFilterProp: 'label' }} options={options} />
          </Form.Item>
        )}
        <Form.Item name="opened_on" label={t('access.openedOn')}>
          <DateField />
        </Form.Item>
        {organisation && !isRoot ? (
          <Form.Item name="closed_on" label={t('access.closedOn')}>
            <DateField />
          </Form.Item>
        ) : null}
      </Form>
    </Dialog>
  );
}
