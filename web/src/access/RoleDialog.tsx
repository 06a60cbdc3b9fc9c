import { Form, Input, Select } from 'antd';
import { useTranslation } from 'react-i18next';
import { api, unwrap } from '../shared/api/client';
import type { NewRole, Role } from '../shared/api/types';
import { wordFor } from '../shared/dictionary';
import { useLeave } from '../shared/form/useLeave';
import { Dialog } from '../shared/page/Dialog';
import './access.css';
import { AddressItem, linesOf } from './TokenForm';
import { OpenedMenus } from './OpenedMenus';
import { Permissions } from './Permissions';
import { RefusalOrProposal } from './ProposePanel';
import { useOrganisationOptions } from './useReference';
import { useSaving } from './useSaving';

const SCOPES = ['own', 'own_organisation', 'subtree', 'custom', 'all'];

/** The addresses one a line, as they are typed. */
type RoleFields = Omit<NewRole, 'addresses'> & { addresses: string };

/** Makes a role or changes one: names, reach, and permissions by area. */
export function RoleDialog({ role, close }: { role: Role | null; close: () => void }) {
  const { t, i18n } = useTranslation();
  const [form] = Form.useForm<RoleFields>();
  const scope = Form.useWatch('data_scope', form);
  const chosen = Form.useWatch('permissions', form) ?? role?.permissions ?? [];
  const organisations = useOrganisationOptions();
  const save = useSaving<NewRole, Role>({
    send: (body, headers) =>
      role
        ? unwrap(api.PUT('/api/v1/roles/{code}', { params: { path: { code: role.code } }, body, headers }))
        : unwrap(api.POST('/api/v1/roles', { body, headers })),
    refresh: ['roles'],
    done: (saved) => t('access.roleSaved', { code: saved.code }),
    form,
    close,
  });
  const start = role ? { ...role, addresses: role.addresses.join('\n') } : { data_scope: 'own_organisation', permissions: [], addresses: '' };
  const leave = useLeave(form, start, close);
  const required = { required: true, message: t('access.missing') };
  return (
    <Dialog
      title={role ? t('access.editRole') : t('access.newRole')}
      width={720}
      onCancel={leave}
      onOk={() => form.submit()}
      okText={t('access.saveChange')}
      cancelText={t('shared.cancel')}
      confirmLoading={save.isPending}
    >
      <RefusalOrProposal
        problem={save.error}
        proposal={save.variables ? { command: role ? 'access.change_role' : 'access.make_role', content: { ...save.variables } } : null}
        close={close}
      />
      <Form<RoleFields>
        form={form}
        layout="vertical"
        autoComplete="off"
        initialValues={start}
        onFinish={(given) => save.mutate({ ...given, code: role?.code ?? given.code ?? '', organisations: given.organisations ?? [], addresses: linesOf(given.addresses) })}
      >
        <div className="form-grid">
          <Form.Item name="code" label={t('access.roleCode')} rules={[required, { pattern: /^[a-z][a-z0-9_]{1,31}$/, message: t('access.roleCodeRule') }]}>
            <Input maxLength={32} disabled={role !== null} />
          </Form.Item>
          <Form.Item name="name_zh" label={t('access.nameZh')} rules={[required]}>
            <Input maxLength={64} />
          </Form.Item>
          <Form.Item name="name_en" label={t('access.nameEn')} rules={[required]}>
            <Input maxLength={64} />
          </Form.Item>
          <Form.Item name="data_scope" label={t('access.dataScope')} rules={[required]}>
            <Select options={SCOPES.map((code) => ({ value: code, label: wordFor('dataScope', code, i18n.language) }))} />
          </Form.Item>
        </div>
        {scope === 'custom' ? (
          <Form.Item name="organisations" label={t('access.listedOrganisations')} rules={[required]}>
            <Select mode="multiple" showSearch={{ optionFilterProp: 'label' }} options={organisations} />
          </Form.Item>
        ) : null}
        <AddressItem />
        <Form.Item name="permissions" label={t('access.permissions')}>
          <Permissions />
        </Form.Item>
        <Form.Item label={t('access.openedMenus')} extra={t('access.openedMenusHint')}>
          <OpenedMenus permissions={chosen} />
        </Form.Item>
      </Form>
    </Dialog>
  );
}
