import { Button, Input, Tabs } from 'antd';
import { useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { api, unwrap } from '../shared/api/client';
import type { User } from '../shared/api/types';
import { useSelection } from '../shared/batch/useSelection';
import { ListExport, ListQueryButton, ListTags } from '../shared/list/ListTools';
import { type Look, useDeclaredList, useListSeek } from '../shared/list/useDeclaredList';
import { countWhere, useListCount } from '../shared/list/useListCount';
import { moment } from '../shared/page/dates';
import { Page } from '../shared/page/Page';
import { SeekTable } from '../shared/table/SeekTable';
import { useFilters } from '../shared/table/useFilters';
import { ViewsMenu } from '../shared/views/ViewsMenu';
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
  const list = useDeclaredList<User>('users', useLooks(nameOf));
  const query = list.filters.q ? { q: list.filters.q } : {};
  const ask = (part: object) => unwrap(api.GET('/api/v1/users', { params: { query: { ...query, ...part } } }));
  const seek = useListSeek(list, query, (page) => ask({ ...list.asked, ...page }));
  const totals = useListCount(list, query, ask);
  const question = JSON.stringify([query, list.asked.where]);
  const selection = useSelection<User>(question, (user) => user.id, (page) => ask({ ...list.asked, ...page }));
  return (
    <>
      <SeekTable<User>
        table={list.table}
        rowKey={(user) => user.id}
        seek={seek}
        count={totals?.count}
        more={totals?.more}
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
        tools={
          <>
            <ListExport
              list={list}
              rows={totals?.more ? undefined : totals?.count}
              take={(body, headers) => unwrap(api.POST('/api/v1/users/exports', { params: { query: { ...query, ...list.asked } }, body, headers }))}
            />
            <ViewsMenu views={list.views} table={list.table} />
          </>
        }
        toolbar={
          <>
            {may('access.write') ? (
              <Button type="primary" onClick={() => setAdding(true)} data-testid="add-user">
                {t('access.addUser')}
              </Button>
            ) : null}
            <Input.Search allowClear size="small" style={{ width: 230 }} defaultValue={list.filters.q ?? ''} key={list.filters.q ?? ''} placeholder={t('access.findUser')} aria-label={t('access.findUser')} data-search onSearch={(q) => list.change({ q })} />
            <ListQueryButton list={list} count={(where) => countWhere(ask, where)} />
            <ListTags list={list} titles={{}} />
          </>
        }
      />
      {adding ? <NewUserDialog close={() => setAdding(false)} /> : null}
      {edited ? <EditUserDialog user={edited} close={() => setEdited(null)} /> : null}
    </>
  );
}

function useLooks(nameOf: (code: string) => string): Record<string, Look<User>> {
  const { t } = useTranslation();
  return useMemo(
    () => ({
      login: { width: 130, fixed: 'left', locked: true, render: (user) => <span className="num">{user.login}</span> },
      name: { width: 170, render: (user) => <UserName user={user} /> },
      organisation: { width: 140, render: (user) => user.organisation },
      organisation_code: { width: 120, extra: true, render: (user) => <span className="num">{user.organisation_code}</span> },
      roles: { width: 220, render: (user) => user.roles.map(nameOf).join(' · ') },
      active: {
        width: 100,
        render: (user) => <span className={`state ${user.is_active ? 'state-green' : 'state-grey'}`}>{user.is_active ? t('access.active') : t('access.inactive')}</span>,
      },
      service: { width: 100, extra: true, render: (user) => (user.is_service ? t('access.service') : '—') },
      second_factor: { width: 100, extra: true, render: (user) => <span className={`state ${user.has_second_factor ? 'state-green' : 'state-grey'}`}>{user.has_second_factor ? t('access.yes') : '—'}</span> },
      last: { width: 170, render: (user) => <span className="num">{moment(user.last_sign_in_at)}</span> },
      created: { width: 170, render: (user) => <span className="num">{moment(user.created_at)}</span> },
    }),
    [t, nameOf],
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
