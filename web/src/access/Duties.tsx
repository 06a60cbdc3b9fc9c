import { useQuery } from '@tanstack/react-query';
import { Alert, Button, Form, Input, Popconfirm, Select } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { api, unwrap } from '../shared/api/client';
import type { AddedDuty, DutyConflict } from '../shared/api/types';
import { wordFor } from '../shared/dictionary';
import { useLeave } from '../shared/form/useLeave';
import { pick } from '../shared/i18n';
import { Dialog } from '../shared/page/Dialog';
import { Panel } from '../shared/page/Page';
import { Loaded, ProblemNote } from '../shared/page/states';
import { Word } from '../shared/StateTag';
import { PlainTable } from '../shared/table/PlainTable';
import { sourceWords } from '../shared/written';
import { useMay } from './session';
import { useRoleName } from './useReference';
import { useSaving } from './useSaving';

/** Which duties exclude each other. */
export function Duties() {
  const { t, i18n } = useTranslation();
  const may = useMay();
  const duties = useQuery({ queryKey: ['duty-conflicts'], queryFn: () => unwrap(api.GET('/api/v1/duty-conflicts')) });
  const [adding, setAdding] = useState(false);
  const changes = may('access.write');
  const remove = useSaving<DutyConflict, DutyConflict>({
    send: (row, headers) => unwrap(api.DELETE('/api/v1/duty-conflicts', { params: { query: { one: row.one, other: row.other } }, headers })),
    refresh: ['duty-conflicts'],
    done: () => t('access.dutyRemoved'),
    close: () => undefined,
  });
  const action = (row: DutyConflict) =>
    changes ? (
      <Popconfirm title={t('access.confirmRemoveDuty')} okText={t('access.remove')} cancelText={t('shared.cancel')} onConfirm={() => remove.mutate(row)}>
        <Button size="small" danger>
          {t('access.remove')}
        </Button>
      </Popconfirm>
    ) : null;
  return (
    <Panel
      title={t('access.duties')}
      flush
      actions={
        changes ? (
          <Button type="primary" onClick={() => setAdding(true)} data-testid="add-duty">
            {t('access.newDuty')}
          </Button>
        ) : null
      }
    >
      {remove.isError ? <ProblemNote problem={remove.error} /> : null}
      <Loaded query={duties}>
        {(found) => (
          <PlainTable<DutyConflict>
            name="duty-conflicts"
            rows={found.items}
            rowKey={(row) => `${row.one}/${row.other}`}
            card={(row) => (
              <>
                <div className="line">
                  <span className="title">
                    <Word area="permission" code={row.one} /> × <Word area="permission" code={row.other} />
                  </span>
                  {action(row)}
                </div>
                <div className="small muted">{pick(row.reason_zh, row.reason_en)}</div>
              </>
            )}
            columns={[
              { key: 'one', value: (row) => wordFor('permission', row.one, i18n.language), title: t('access.permissions'), width: 160, render: (row) => <Word area="permission" code={row.one} /> },
              { key: 'other', value: (row) => wordFor('permission', row.other, i18n.language), title: t('access.excludes'), width: 160, render: (row) => <Word area="permission" code={row.other} /> },
              { key: 'reason', value: (row) => pick(row.reason_zh, row.reason_en), title: t('access.reason'), width: 260, render: (row) => pick(row.reason_zh, row.reason_en) },
              { key: 'source', value: (row) => sourceWords(t, row.source), title: t('access.source'), width: 320, render: (row) => sourceWords(t, row.source) },
              { key: 'action', title: t('shared.actions'), width: 90, render: action },
            ]}
          />
        )}
      </Loaded>
      {adding ? <DutyDialog close={() => setAdding(false)} /> : null}
    </Panel>
  );
}

const START = {};

/** A new pair; before it is saved, those who hold both duties are listed by the very command, run dry. */
function DutyDialog({ close }: { close: () => void }) {
  const { t, i18n } = useTranslation();
  const [form] = Form.useForm<DutyConflict>();
  const [one, other] = [Form.useWatch('one', form), Form.useWatch('other', form)];
  const known = useQuery({ queryKey: ['permissions'], queryFn: () => unwrap(api.GET('/api/v1/permissions')) });
  const options = (known.data?.items ?? []).map(({ code, area }) => ({ value: code, label: `${wordFor('area', area, i18n.language)} · ${wordFor('permission', code, i18n.language)}` }));
  const trial = useQuery({
    queryKey: ['duty-holders', one, other],
    enabled: Boolean(one && other),
    retry: false,
    queryFn: () => unwrap(api.POST('/api/v1/duty-conflicts', { params: { query: { dry_run: true } }, body: { one: one!, other: other!, reason_zh: '', reason_en: '', source: '' } })),
  });
  const save = useSaving<DutyConflict, AddedDuty>({
    send: (body, headers) => unwrap(api.POST('/api/v1/duty-conflicts', { body, headers })),
    refresh: ['duty-conflicts'],
    done: () => t('access.dutyAdded'),
    form,
    close,
  });
  const leave = useLeave(form, START, close);
  const required = { required: true, message: t('access.missing') };
  return (
    <Dialog title={t('access.newDuty')} width={640} onCancel={leave} onOk={() => form.submit()} okText={t('access.saveChange')} cancelText={t('shared.cancel')} confirmLoading={save.isPending}>
      {save.isError ? <ProblemNote problem={save.error} /> : null}
      <Form<DutyConflict> form={form} layout="vertical" onFinish={(given) => save.mutate(given)} autoComplete="off">
        <div className="form-grid">
          <Form.Item name="one" label={t('access.permissions')} rules={[required]}>
            <Select showSearch={{ optionFilterProp: 'label' }} options={options} />
          </Form.Item>
          <Form.Item name="other" label={t('access.excludes')} rules={[required]}>
            <Select showSearch={{ optionFilterProp: 'label' }} options={options} />
          </Form.Item>
        </div>
        {one && other ? <Holders trial={trial} /> : null}
        <Form.Item name="reason_zh" label={t('access.reasonZh')} rules={[required]}>
          <Input maxLength={200} />
        </Form.Item>
        <Form.Item name="reason_en" label={t('access.reasonEn')} rules={[required]}>
          <Input maxLength={200} />
        </Form.Item>
        <Form.Item name="source" label={t('access.source')} rules={[required]}>
          <Input maxLength={200} />
        </Form.Item>
      </Form>
    </Dialog>
  );
}

interface Trial {
  data: AddedDuty | undefined;
  error: Error | null;
}

function Holders({ trial }: { trial: Trial }) {
  const { t } = useTranslation();
  const nameOf = useRoleName();
  if (trial.error) return <ProblemNote problem={trial.error} />;
  if (!trial.data) return null;
  const { holders } = trial.data;
  return (
    <Alert
      style={{ marginBottom: 16 }}
      data-testid="duty-holders"
      type={holders.length > 0 ? 'warning' : 'success'}
      showIcon
      title={holders.length > 0 ? t('access.dutyHolders', { count: holders.length }) : t('access.noDutyHolders')}
      description={
        holders.length > 0 ? (
          <ul className="plain-list">
            {holders.map((holder) => (
              <li key={holder.login}>
                {holder.name} ({holder.login}): {nameOf(holder.role)} × {nameOf(holder.other_role)}
              </li>
            ))}
          </ul>
        ) : null
      }
    />
  );
}
