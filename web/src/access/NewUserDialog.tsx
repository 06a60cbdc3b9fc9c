import { Form, Input, Select, Switch } from 'antd';
import { useTranslation } from 'react-i18next';
import { api, unwrap } from '../shared/api/client';
import type { NewUser, User } from '../shared/api/types';
import { useLeave } from '../shared/form/useLeave';
import { pick } from '../shared/i18n';
import { Dialog } from '../shared/page/Dialog';
import { RefusalOrProposal } from './ProposePanel';
import { useOrganisationOptions, useRoles } from './useReference';
import { useSaving } from './useSaving';

const START = { organisation: '0001' };

/** A proposal is kept until somebody decides, so it never holds a password: one is issued after the approval. */
function withoutPassword({ login, name, roles, organisation, is_service }: NewUser): Record<string, unknown> {
  return { login, name, roles, organisation: organisation ?? null, is_service: is_service ?? false };
}

export function NewUserDialog({ close }: { close: () => void }) {
  const { t } = useTranslation();
  const [form] = Form.useForm<NewUser>();
  const service = Form.useWatch('is_service', form) ?? false;
  const roles = useRoles();
  const organisations = useOrganisationOptions();
  const add = useSaving<NewUser, User>({
    send: (body, headers) => unwrap(api.POST('/api/v1/users', { body, headers })),
    refresh: ['users'],
    done: (user) => t('access.userAdded', { login: user.login }),
    form,
    close,
  });
  const leave = useLeave(form, START, close);
  const required = { required: true, message: t('access.missing') };
  return (
    <Dialog
      title={t('access.addUser')}
      onCancel={leave}
      onOk={() => form.submit()}
      okText={t('access.save')}
      cancelText={t('shared.cancel')}
      confirmLoading={add.isPending}
    >
      <RefusalOrProposal problem={add.error} proposal={add.variables ? { command: 'access.create_user', content: withoutPassword(add.variables) } : null} close={close} />
      <Form<NewUser> form={form} layout="vertical" initialValues={START} onFinish={(given) => add.mutate(given)} autoComplete="off">
        <Form.Item name="login" label={t('access.login')} rules={[required, { pattern: /^[a-z][a-z0-9._-]{2,31}$/, message: t('access.loginRule') }]}>
          <Input maxLength={32} autoComplete="off" />
        </Form.Item>
        <Form.Item name="name" label={t('access.name')} rules={[required]}>
          <Input maxLength={64} autoComplete="off" />
        </Form.Item>
        <Form.Item name="is_service" label={t('access.service')} valuePropName="checked" extra={t('access.serviceHint')}>
          <Switch />
        </Form.Item>
        <Form.Item name="password" hidden={service} label={t('access.firstPassword')} rules={service ? [] : [required]}>
          <Input.Password autoComplete="new-password" />
        </Form.Item>
        <Form.Item name="organisation" label={t('access.organisation')} rules={[required]}>
          <Select showSearch={{ optionFilterProp: 'label' }} options={organisations} />
        </Form.Item>
        <Form.Item name="roles" label={t('access.roles')} rules={[required]}>
          <Select mode="multiple" options={(roles.data?.items ?? []).map((role) => ({ value: role.code, label: pick(role.name_zh, role.name_en) }))} />
        </Form.Item>
      </Form>
    </Dialog>
  );
}
