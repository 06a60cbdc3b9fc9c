import { Button, Tabs } from 'antd';
import { useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { api, unwrap } from '../shared/api/client';
import type { User } from '../shared/api/types';
import { useSelection } from '../shared/batch/useSelection';
import { moment } from '../shared/page/dates';
import { Page } from '../shared/page/Page';
import type { Column } from '../shared/table/columns';
import { SeekTable } from '../shared/table/SeekTable';
import { useFilters } from '../shared/table/useFilters';
import { useSeek } from '../shared/table/useSeek';
import { useTable } from '../shared/table/useTable';
import { ChecksTab } from './ChecksTab';
import { DeputiesTab } from './DeputiesTab';
import { EditUserDialog } from './EditUserDialog';
import { NewUserDialog } from './NewUserDialog';
import { OrganisationsTab } from './OrganisationsTab';
import { PolicyTab } from './PolicyTab';
import { RolesTab } from './RolesTab';
import { SessionsTab } from './SessionsTab';
import { TokensTab } from './TokensTab';
import { useMay } from './session';
import { UserBatch } from './UserBatch';
import { useRoleName } from './useReference';

export default function UsersPage() {
  const { t } = useTranslation();
  const [filters, , change] = useFilters();
  return (
    <Page personal title={t('access.users')}>
      <Tabs
        className="work-tabs"
        activeKey={filters.tab ?? 'users'}
        onChange={(tab) => change({ tab: tab === 'users' ? undefined : tab })}
        items={[
          { key: 'users', label: t('access.userTab'), children: <Users /> },
          { key: 'roles', label: t('access.roleTab'), children: <RolesTab /> },
          { key: 'organisations', label: t('access.organisations'), children: <OrganisationsTab /> },
          { key: 'checks', label: t('access.checksTab'), children: <ChecksTab /> },
          { key: 'policy', label: t('access.policyTab'), children: <PolicyTab /> },
          { key: 'sessions', label: t('access.online'), children: <SessionsTab /> },
          { key: 'tokens', label: t('access.tokens'), children: <TokensTab /> },
          { key: 'deputies', label: t('access.deputies'), children: <DeputiesTab /> },
        ]}
      />
    </Page>
  );
}

function Users() {
  const { t } = useTranslation();
  const may = useMay();
  const [adding, setAdding] = useState(false);
  const [edited, setEdited] = useState<User | null>(null);
  const nameOf = useRoleName();
  const columns = useMemo<Column<User>[]>(() => {
    return [
      { key: 'login', title: t('access.login'), width: 120, fixed: 'left', locked: true, render: (user) => <span className="num">{user.login}</span> },
      { key: 'name', title: t('access.name'), width: 160, render: (user) => <UserName user={user} /> },
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
  const fetch = (page: { cursor?: string; limit: number }) => unwrap(api.GET('/api/v1/users', { params: { query: page } }));
  const seek = useSeek<User>(['users'], table, fetch);
  const selection = useSelection<User>('users', (user) => user.id, fetch);
  return (
    <>
      <SeekTable<User>
        table={table}
        rowKey={(user) => user.id}
        seek={seek}
        {...(may('access.write') ? { selection, selectionBar: <UserBatch selection={selection} /> } : {})}
        {...(may('access.write') ? { onOpen: setEdited } : {})}
        card={(user) => (
          <>
            <div className="line">
              <span className="title">
                <UserName user={user} />
              </span>
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
      {adding ? <NewUserDialog close={() => setAdding(false)} /> : null}
      {edited ? <EditUserDialog user={edited} close={() => setEdited(null)} /> : null}
    </>
  );
}

/** A service user is no person. */
function UserName({ user }: { user: User }) {
  const { t } = useTranslation();
  return (
    <>
      {user.name} {user.is_service ? <span className="state state-blue">{t('access.service')}</span> : null}
    </>
  );
}
