import { useQuery } from '@tanstack/react-query';
import { Button, Tabs } from 'antd';
import { useCallback, useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { api, unwrap } from '../shared/api/client';
import type { Role, User } from '../shared/api/types';
import { wordFor } from '../shared/dictionary';
import { pick } from '../shared/i18n';
import { moment } from '../shared/page/dates';
import { Page } from '../shared/page/Page';
import { Loaded } from '../shared/page/states';
import { Word } from '../shared/StateTag';
import type { Column } from '../shared/table/columns';
import { PlainTable } from '../shared/table/PlainTable';
import { SeekTable } from '../shared/table/SeekTable';
import { useFilters } from '../shared/table/useFilters';
import { useSeek } from '../shared/table/useSeek';
import { useTable } from '../shared/table/useTable';
import { NewUserDialog } from './NewUserDialog';
import { useMay } from './session';

export default function UsersPage() {
  const { t } = useTranslation();
  const [filters, , change] = useFilters();
  const roles = useQuery({ queryKey: ['roles'], queryFn: () => unwrap(api.GET('/api/v1/roles')) });
  return (
    <Page title={t('access.users')}>
      <Tabs
        className="work-tabs"
        activeKey={filters.tab === 'roles' ? 'roles' : 'users'}
        onChange={(tab) => change({ tab: tab === 'users' ? undefined : tab })}
        items={[
          { key: 'users', label: t('access.userTab'), children: <Users roles={roles.data?.items ?? []} /> },
          { key: 'roles', label: t('access.roleTab'), children: <section className="panel"><Loaded query={roles}>{(found) => <Roles roles={found.items} />}</Loaded></section> },
        ]}
      />
    </Page>
  );
}

function Users({ roles }: { roles: Role[] }) {
  const { t } = useTranslation();
  const may = useMay();
  const [adding, setAdding] = useState(false);
  const nameOf = useCallback(
    (code: string) => {
      const role = roles.find((one) => one.code === code);
      return role ? pick(role.name_zh, role.name_en) : code;
    },
    [roles],
  );
  const columns = useMemo<Column<User>[]>(() => {
    return [
      { key: 'login', title: t('access.login'), width: 120, fixed: 'left', locked: true, render: (user) => <span className="num">{user.login}</span> },
      { key: 'name', title: t('access.name'), width: 140, render: (user) => user.name },
      { key: 'organisation', title: t('access.organisation'), width: 140, render: (user) => user.organisation },
      { key: 'roles', title: t('access.roles'), width: 220, render: (user) => user.roles.map(nameOf).join(' · ') },
      {
        key: 'active', title: t('access.state'), width: 100,
        render: (user) => <span className={`state ${user.is_active ? 'state-green' : 'state-grey'}`}>{user.is_active ? t('access.active') : t('access.inactive')}</span>,
      },
      { key: 'last', title: t('access.lastSignIn'), width: 170, render: (user) => <span className="num">{moment(user.last_sign_in_at)}</span> },
      { key: 'created', title: t('access.createdAt'), width: 170, render: (user) => <span className="num">{moment(user.created_at)}</span> },
    ];
  }, [t, nameOf]);
  const table = useTable('users', columns);
  const seek = useSeek<User>(['users'], table, (page) => unwrap(api.GET('/api/v1/users', { params: { query: page } })));
  return (
    <>
      <SeekTable<User>
        table={table}
        rowKey={(user) => user.id}
        seek={seek}
        card={(user) => (
          <>
            <div className="line">
              <span className="title">{user.name}</span>
              <span className="muted small">{user.login}</span>
            </div>
            <div className="small muted">{user.roles.map(nameOf).join(' · ')}</div>
          </>
        )}
        toolbar={
          may('access.write') ? (
            <Button type="primary" onClick={() => setAdding(true)} data-testid="add-user">
              {t('access.addUser')}
            </Button>
          ) : null
        }
      />
      {adding ? <NewUserDialog roles={roles} close={() => setAdding(false)} /> : null}
    </>
  );
}

function Roles({ roles }: { roles: Role[] }) {
  const { t, i18n } = useTranslation();
  return (
    <PlainTable<Role>
      rows={roles}
      rowKey={(role) => role.code}
      card={(role) => (
        <>
          <div className="title">{pick(role.name_zh, role.name_en)}</div>
          <div className="small muted">{role.permissions.map((permission) => wordFor('permission', permission, i18n.language)).join(' · ')}</div>
        </>
      )}
      columns={[
        { key: 'code', title: t('access.roleCode'), width: 140, render: (role) => <span className="mono">{role.code}</span> },
        { key: 'name', title: t('access.roleName'), width: 180, render: (role) => pick(role.name_zh, role.name_en) },
        {
          key: 'permissions', title: t('access.permissions'),
          render: (role) => (
            <div style={{ display: 'flex', gap: 4, flexWrap: 'wrap', maxWidth: 820 }}>
              {role.permissions.map((permission) => (
                <span key={permission} className="state state-grey" title={permission}>
                  <Word area="permission" code={permission} />
                </span>
              ))}
            </div>
          ),
        },
      ]}
    />
  );
}
