import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { Button, Form, Popconfirm, Select } from 'antd';
import { useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { api, unwrap } from '../shared/api/client';
import { fieldOf } from '../shared/api/problem';
import type { Token } from '../shared/api/types';
import { useLeave } from '../shared/form/useLeave';
import { moment } from '../shared/page/dates';
import { Dialog } from '../shared/page/Dialog';
import { ProblemNote } from '../shared/page/states';
import type { Column } from '../shared/table/columns';
import { SeekTable } from '../shared/table/SeekTable';
import { useSeek } from '../shared/table/useSeek';
import { useTable } from '../shared/table/useTable';
import { useMay, useSession } from './session';
import { stateOf, TokenHint, TokenScope, TokenTag } from './Token';
import { type TokenFields, TokenItems, tokenOf, TokenSecret } from './TokenForm';
import { useSaving } from './useSaving';

/** The tokens of everybody; those of service users are made here. */
export function TokensTab() {
  const { t } = useTranslation();
  const may = useMay();
  const [making, setMaking] = useState(false);
  const { mutate, error } = useSaving<Token, unknown>({
    send: (row) => unwrap(api.DELETE('/api/v1/tokens/{id}', { params: { path: { id: row.id } } })),
    refresh: ['tokens'],
    done: () => t('access.tokenRevoked'),
    close: () => undefined,
  });
  const changes = may('access.write');
  const columns = useMemo<Column<Token>[]>(() => {
    const action = (row: Token) =>
      changes && stateOf(row) === 'live' ? (
        <Popconfirm title={t('access.confirmRevokeToken')} okText={t('access.revoke')} cancelText={t('shared.cancel')} onConfirm={() => mutate(row)}>
          <Button size="small" danger>
            {t('access.revoke')}
          </Button>
        </Popconfirm>
      ) : null;
    return [
      { key: 'name', title: t('access.tokenName'), width: 160, fixed: 'left', locked: true, render: (row) => row.name },
      { key: 'login', title: t('access.tokenUser'), width: 140, render: (row) => row.login },
      { key: 'state', title: t('access.state'), width: 90, render: (row) => <TokenTag token={row} /> },
      { key: 'scope', title: t('access.permissions'), width: 260, render: (row) => <TokenScope token={row} /> },
      { key: 'hint', title: t('access.tokenHint'), width: 110, render: (row) => <TokenHint token={row} /> },
      { key: 'expires', title: t('access.tokenExpires'), width: 160, render: (row) => <span className="num">{moment(row.expires_at)}</span> },
      { key: 'used', title: t('access.lastUsed'), width: 160, render: (row) => <span className="num">{moment(row.last_used_at)}</span> },
      { key: 'from', title: t('access.lastUsedFrom'), width: 130, render: (row) => <span className="num">{row.last_used_from ?? '—'}</span> },
      { key: 'addresses', title: t('access.addresses'), width: 160, render: (row) => row.addresses.join(', ') || t('access.anyAddress') },
      { key: 'by', title: t('access.createdBy'), width: 110, render: (row) => row.created_by },
      { key: 'action', title: t('shared.actions'), width: 90, render: action },
    ];
  }, [t, changes, mutate]);
  const table = useTable('tokens', columns);
  const seek = useSeek<Token>(['tokens'], table, (page) => unwrap(api.GET('/api/v1/tokens', { params: { query: page } })));
  return (
    <>
      {error ? <ProblemNote problem={error} /> : null}
      <SeekTable<Token>
        table={table}
        rowKey={(row) => row.id}
        seek={seek}
        card={(row) => (
          <>
            <div className="line">
              <span className="title">{row.name}</span>
              <TokenTag token={row} />
            </div>
            <div className="small">
              {row.login} · <TokenScope token={row} />
            </div>
            <div className="small muted num">{t('access.tokenUntil', { date: moment(row.expires_at) })}</div>
          </>
        )}
        toolbar={
          changes ? (
            <Button type="primary" onClick={() => setMaking(true)} data-testid="service-token">
              {t('access.newServiceToken')}
            </Button>
          ) : null
        }
      />
      {making ? <ServiceTokenDialog close={() => setMaking(false)} /> : null}
    </>
  );
}

type ServiceFields = TokenFields & { login: string };

const START = { days: 90 };

function ServiceTokenDialog({ close }: { close: () => void }) {
  const { t } = useTranslation();
  const queries = useQueryClient();
  const { permissions } = useSession();
  const [form] = Form.useForm<ServiceFields>();
  const users = useQuery({ queryKey: ['users', 'all'], queryFn: () => unwrap(api.GET('/api/v1/users', { params: { query: { limit: 200 } } })) });
  const services = (users.data?.items ?? []).filter((user) => user.is_service && user.is_active);
  const make = useMutation({
    mutationFn: ({ login, ...given }: ServiceFields) => unwrap(api.POST('/api/v1/users/{login}/tokens', { params: { path: { login } }, body: tokenOf(given) })),
    onSuccess: () => void queries.invalidateQueries({ queryKey: ['tokens'] }),
    onError: (problem) => {
      const field = fieldOf(problem);
      if (field) form.setFields([{ name: field as keyof ServiceFields, errors: [problem.message] }]);
    },
  });
  const leave = useLeave(form, START, close);
  if (make.data) {
    return (
      <Dialog title={t('access.newServiceToken')} onCancel={close} footer={null}>
        <TokenSecret secret={make.data.secret} close={close} />
      </Dialog>
    );
  }
  return (
    <Dialog title={t('access.newServiceToken')} onCancel={leave} onOk={() => form.submit()} okText={t('access.makeToken')} cancelText={t('shared.cancel')} confirmLoading={make.isPending}>
      {make.isError ? (
        <div style={{ marginBottom: 12 }}>
          <ProblemNote problem={make.error} />
        </div>
      ) : null}
      <Form<ServiceFields> form={form} layout="vertical" initialValues={START} onFinish={(given) => make.mutate(given)} autoComplete="off">
        <Form.Item name="login" label={t('access.tokenUser')} rules={[{ required: true, message: t('access.missing') }]} extra={t('access.serviceUsersHint')}>
          <Select options={services.map((user) => ({ value: user.login, label: `${user.name} (${user.login})` }))} notFoundContent={t('access.noServiceUsers')} />
        </Form.Item>
        <TokenItems offered={permissions} withPassword={false} />
      </Form>
    </Dialog>
  );
}
