import { useMutation, useQueryClient } from '@tanstack/react-query';
import { App, Form, Input, Select, Switch } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { api, commandHeaders, newCommandKey, unwrap } from '../shared/api/client';
import { fieldOf } from '../shared/api/problem';
import type { NewUser } from '../shared/api/types';
import { useLeave } from '../shared/form/useLeave';
import { pick } from '../shared/i18n';
import { Dialog } from '../shared/page/Dialog';
import { ProblemNote } from '../shared/page/states';
import { useOrganisationOptions, useRoles } from './useReference';

const START = { organisation: '0001' };

export function NewUserDialog({ close }: { close: () => void }) {
  const { t } = useTranslation();
  const { message } = App.useApp();
  const [form] = Form.useForm<NewUser>();
  const [key, setKey] = useState(newCommandKey);
  const queries = useQueryClient();
  const service = Form.useWatch('is_service', form) ?? false;
  const roles = useRoles();
  const organisations = useOrganisationOptions();
  const add = useMutation({
    mutationFn: (body: NewUser) => unwrap(api.POST('/api/v1/users', { body, headers: commandHeaders(key) })),
    onSuccess: (user) => {
      void queries.invalidateQueries({ queryKey: ['users'] });
      void message.success(t('access.userAdded', { login: user.login }));
      close();
    },
    onError: (problem) => {
      setKey(newCommandKey());
      const field = fieldOf(problem);
      if (field) form.setFields([{ name: field as keyof NewUser, errors: [problem.message] }]);
    },
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
      {add.isError ? (
        <div style={{ marginBottom: 12 }}>
          <ProblemNote problem={add.error} />
        </div>
      ) : null}
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
