import { useQuery } from '@tanstack/react-query';
import { Button, Form, Input, Popconfirm, Select } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { api, unwrap } from '../shared/api/client';
import type { Deputy, NewDeputy } from '../shared/api/types';
import { useLeave } from '../shared/form/useLeave';
import { moment } from '../shared/page/dates';
import { Dialog } from '../shared/page/Dialog';
import { Panel } from '../shared/page/Page';
import { Blank, Loaded, ProblemNote } from '../shared/page/states';
import { DateField } from '../shared/table/DateField';
import { PlainTable } from '../shared/table/PlainTable';
import { useMay, useSession } from './session';
import { useSaving } from './useSaving';

/** Who acts for whom, and until when. */
export function DeputiesTab() {
  const { t } = useTranslation();
  const may = useMay();
  const deputies = useQuery({ queryKey: ['deputies'], queryFn: () => unwrap(api.GET('/api/v1/deputies')) });
  const [adding, setAdding] = useState(false);
  const changes = may('access.write');
  return (
    <Panel
      title={t('access.deputies')}
      flush
      actions={
        changes ? (
          <Button type="primary" onClick={() => setAdding(true)} data-testid="add-deputy">
            {t('access.appoint')}
          </Button>
        ) : null
      }
    >
      <Loaded query={deputies}>{(found) => <Deputies rows={found.items} changes={changes} />}</Loaded>
      {adding ? <DeputyDialog close={() => setAdding(false)} /> : null}
    </Panel>
  );
}

function Deputies({ rows, changes }: { rows: Deputy[]; changes: boolean }) {
  const { t } = useTranslation();
  const revoke = useSaving<Deputy, Deputy>({
    send: (row, headers) => unwrap(api.DELETE('/api/v1/deputies/{id}', { params: { path: { id: row.id } }, headers })),
    refresh: ['deputies'],
    done: () => t('access.deputyRevoked'),
    close: () => undefined,
  });
  const action = (row: Deputy) =>
    row.revoked_at ? (
      <span className="state state-grey">{t('access.revoked')}</span>
    ) : changes ? (
      <Popconfirm
        title={t('access.confirmRevoke', { deputy: row.deputy, absent: row.absent })}
        okText={t('access.revoke')}
        cancelText={t('shared.cancel')}
        onConfirm={() => revoke.mutate(row)}
      >
        <Button size="small" danger>
          {t('access.revoke')}
        </Button>
      </Popconfirm>
    ) : null;
  return (
    <>
      {revoke.isError ? <ProblemNote problem={revoke.error} /> : null}
      <PlainTable<Deputy>
        name="deputies"
        rows={rows}
        rowKey={(row) => row.id}
        empty={<Blank title={t('access.noDeputies')} />}
        card={(row) => (
          <>
            <div className="line">
              <span className="title">
                {row.deputy} → {row.absent}
              </span>
              {action(row)}
            </div>
            <div className="small muted num">
              {row.from} – {row.to} · {row.reason}
            </div>
          </>
        )}
        columns={[
          { key: 'absent', value: (row) => row.absent, title: t('access.absent'), width: 140, render: (row) => row.absent },
          { key: 'deputy', value: (row) => row.deputy, title: t('access.deputy'), width: 140, render: (row) => row.deputy },
          { key: 'period', value: (row) => row.from, title: t('access.period'), width: 220, render: (row) => <span className="num">{`${row.from} – ${row.to}`}</span> },
          { key: 'reason', value: (row) => row.reason, title: t('access.reason'), width: 200, render: (row) => row.reason },
          { key: 'by', value: (row) => row.granted_by, title: t('access.grantedBy'), width: 220, render: (row) => <span className="num">{`${row.granted_by} · ${moment(row.granted_at)}`}</span> },
          { key: 'action', title: t('shared.actions'), width: 100, render: action },
        ]}
      />
    </>
  );
}

function DeputyDialog({ close }: { close: () => void }) {
  const { t } = useTranslation();
  const [form] = Form.useForm<NewDeputy>();
  const { business_date: today } = useSession();
  const users = useQuery({ queryKey: ['users', 'all'], queryFn: () => unwrap(api.GET('/api/v1/users', { params: { query: { limit: 200 } } })) });
  const options = (users.data?.items ?? []).filter((user) => user.is_active).map((user) => ({ value: user.login, label: `${user.name} (${user.login})` }));
  const save = useSaving<NewDeputy, Deputy>({
    send: (body, headers) => unwrap(api.POST('/api/v1/deputies', { body, headers })),
    refresh: ['deputies'],
    done: (row) => t('access.deputyAppointed', { deputy: row.deputy, absent: row.absent }),
    form,
    close,
  });
  const start = { from: today ?? undefined };
  const leave = useLeave(form, start, close);
  const required = { required: true, message: t('access.missing') };
  return (
    <Dialog
      title={t('access.appoint')}
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
      <Form<NewDeputy> form={form} layout="vertical" initialValues={start} onFinish={(given) => save.mutate(given)}>
        <Form.Item name="absent" label={t('access.absent')} rules={[required]}>
          <Select showSearch={{ optionFilterProp: 'label' }} options={options} />
        </Form.Item>
        <Form.Item name="deputy" label={t('access.deputy')} rules={[required]}>
          <Select showSearch={{ optionFilterProp: 'label' }} options={options} />
        </Form.Item>
        <Form.Item name="from" label={t('access.from')} rules={[required]} extra={t('access.periodHint')}>
          <DateField allowClear={false} />
        </Form.Item>
        <Form.Item name="to" label={t('access.to')} rules={[required]}>
          <DateField allowClear={false} min={today ?? undefined} />
        </Form.Item>
        <Form.Item name="reason" label={t('access.reason')} rules={[required]}>
          <Input maxLength={200} />
        </Form.Item>
      </Form>
    </Dialog>
  );
}
