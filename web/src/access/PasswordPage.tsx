import { LockOutlined } from '@ant-design/icons';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { Button, Checkbox, Form, Input } from 'antd';
import { useTranslation } from 'react-i18next';
import { api, unwrap } from '../shared/api/client';
import { fieldOf } from '../shared/api/problem';
import { ProblemNote } from '../shared/page/states';
import { useSession, useSignOut } from './session';

interface Passwords {
  current: string;
  password: string;
  again: string;
  is_known?: boolean;
}

/** Changes one's own password; before a first or an old one is changed, nothing else is shown. */
export function PasswordForm({ done }: { done: () => void }) {
  const { t } = useTranslation();
  const { password_rule: rule } = useSession();
  const [form] = Form.useForm<Passwords>();
  const queries = useQueryClient();
  const change = useMutation({
    mutationFn: ({ current, password, is_known = false }: Passwords) => unwrap(api.PUT('/api/v1/session/password', { body: { current, password, is_known } })),
    onSuccess: async () => {
      await queries.invalidateQueries();
      done();
    },
    onError: (problem) => {
      const field = fieldOf(problem);
      if (field) form.setFields([{ name: field as keyof Passwords, errors: [problem.message] }]);
    },
  });
  const required = { required: true, message: t('access.missing') };
  return (
    <Form<Passwords> form={form} layout="vertical" requiredMark={false} onFinish={(given) => change.mutate(given)}>
      {change.isError ? (
        <div style={{ marginBottom: 12 }}>
          <ProblemNote problem={change.error} />
        </div>
      ) : null}
      <Form.Item name="current" label={t('access.currentPassword')} rules={[required]}>
        <Input.Password prefix={<LockOutlined />} autoComplete="current-password" />
      </Form.Item>
      <Form.Item name="password" label={t('access.newPassword')} rules={[required]} extra={t('access.passwordRule', { length: rule.min_length, kinds: rule.min_kinds, history: rule.history })}>
        <Input.Password prefix={<LockOutlined />} autoComplete="new-password" />
      </Form.Item>
      <Form.Item
        name="again"
        label={t('access.passwordAgain')}
        dependencies={['password']}
        rules={[required, ({ getFieldValue }) => ({ validator: (_, value) => (!value || value === getFieldValue('password') ? Promise.resolve() : Promise.reject(new Error(t('access.passwordsDiffer')))) })]}
      >
        <Input.Password prefix={<LockOutlined />} autoComplete="new-password" />
      </Form.Item>
      <Form.Item name="is_known" valuePropName="checked" extra={t('access.passwordKnownHint')}>
        <Checkbox>{t('access.passwordKnown')}</Checkbox>
      </Form.Item>
      <Button type="primary" htmlType="submit" block loading={change.isPending} data-testid="change-password">
        {t('access.changePassword')}
      </Button>
    </Form>
  );
}

export function PasswordPage() {
  const { t } = useTranslation();
  const signOut = useSignOut();
  const { password_rule: rule } = useSession();
  return (
    <main className="login-main" style={{ minHeight: '100dvh' }}>
      <div className="login-form">
        <h1>{t('access.changePassword')}</h1>
        <p className="muted" style={{ margin: '0 0 20px' }}>
          {t('access.changePasswordHint', { days: rule.max_days })}
        </p>
        <PasswordForm done={() => undefined} />
        <Button type="link" block onClick={() => void signOut()}>
          {t('shared.signOut')}
        </Button>
      </div>
    </main>
  );
}
