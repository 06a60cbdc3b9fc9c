import { Button } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Role } from '../shared/api/types';
import { wordFor } from '../shared/dictionary';
import { pick } from '../shared/i18n';
import { Panel } from '../shared/page/Page';
import { Loaded } from '../shared/page/states';
import { Word } from '../shared/StateTag';
import { PlainTable } from '../shared/table/PlainTable';
import { RoleDialog } from './RoleDialog';
import { useMay } from './session';
import { useRoles } from './useReference';

/** The roles: what each permits, on which rows, and how many have it. */
export function RolesTab() {
  const { t } = useTranslation();
  const may = useMay();
  const roles = useRoles();
  const [edited, setEdited] = useState<Role | 'new' | null>(null);
  const changes = may('access.write');
  return (
    <Panel
      title={t('access.roleTab')}
      flush
      actions={
        changes ? (
          <Button type="primary" onClick={() => setEdited('new')} data-testid="add-role">
            {t('access.newRole')}
          </Button>
        ) : null
      }
    >
      <Loaded query={roles}>{(found) => <Roles roles={found.items} onOpen={changes ? setEdited : undefined} />}</Loaded>
      {edited ? <RoleDialog role={edited === 'new' ? null : edited} close={() => setEdited(null)} /> : null}
    </Panel>
  );
}

function Roles({ roles, onOpen }: { roles: Role[]; onOpen?: ((role: Role) => void) | undefined }) {
  const { t, i18n } = useTranslation();
  const reach = (role: Role) => (
    <>
      <Word area="dataScope" code={role.data_scope} />
      {role.organisations.length > 0 ? <span className="muted small"> {role.organisations.join(' · ')}</span> : null}
    </>
  );
  return (
    <PlainTable<Role>
      name="roles"
      rows={roles}
      rowKey={(role) => role.code}
      onOpen={onOpen}
      card={(role) => (
        <>
          <div className="line">
            <span className="title">{pick(role.name_zh, role.name_en)}</span>
            <span className="small">{reach(role)}</span>
          </div>
          <div className="small muted">{role.permissions.map((permission) => wordFor('permission', permission, i18n.language)).join(' · ')}</div>
        </>
      )}
      columns={[
        { key: 'name', value: (role) => pick(role.name_zh, role.name_en), title: t('access.roleName'), width: 150, render: (role) => pick(role.name_zh, role.name_en) },
        { key: 'code', value: (role) => role.code, title: t('access.roleCode'), width: 130, render: (role) => <span className="mono">{role.code}</span> },
        { key: 'scope', title: t('access.dataScope'), width: 160, render: reach },
        { key: 'users', value: (role) => role.users, title: t('access.roleUsers'), width: 80, right: true, render: (role) => <span className="num">{role.users}</span> },
        {
          key: 'permissions', value: (role) => role.permissions.map((permission) => wordFor('permission', permission, i18n.language)).join(' '), title: t('access.permissions'),
          render: (role) => (
            <div style={{ display: 'flex', gap: 4, flexWrap: 'wrap', maxWidth: 620 }}>
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
