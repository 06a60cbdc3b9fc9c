import { LockOutlined, UserOutlined } from '@ant-design/icons';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { Button, Form, Input } from 'antd';
import { useTranslation } from 'react-i18next';
import { Navigate, useLocation, useNavigate } from 'react-router';
import { api, unwrap } from '../shared/api/client';
import { ProblemNote } from '../shared/page/states';
import { LanguageSwitch, ThemeSwitch } from '../shared/shell/Switches';
import { useSessionQuery } from './session';

interface Credentials {
  login: string;
  password: string;
}

export function LoginPage() {
  const { t } = useTranslation();
  const queries = useQueryClient();
  const navigate = useNavigate();
  const session = useSessionQuery();
  const from = (useLocation().state as { from?: string } | null)?.from ?? '/';
  const signIn = useMutation({
    mutationFn: (credentials: Credentials) => unwrap(api.POST('/api/v1/session', { body: credentials })),
    onSuccess: (signedIn) => {
      queries.clear();
      queries.setQueryData(['session'], signedIn);
      navigate(from, { replace: true });
    },
  });
  if (session.data && !signIn.isSuccess) return <Navigate to={from} replace />;
  return (
    <div className="login">
      <div className="login-side">
        <div style={{ display: 'flex', alignItems: 'center', gap: 12, fontSize: 18, fontWeight: 600 }}>
          <img src="/favicon.svg" alt="" width={32} height={32} />
          {t('access.product')}
        </div>
        <div>
          <h1>{t('access.headline')}</h1>
          <p>{t('access.promise')}</p>
        </div>
        <p style={{ fontSize: 12 }}>{t('access.foot')}</p>
      </div>
      <div className="login-main">
        <div className="login-tools">
          <LanguageSwitch />
          <ThemeSwitch />
        </div>
        <Form<Credentials> layout="vertical" className="login-form" requiredMark={false} onFinish={(given) => signIn.mutate(given)}>
          <h2>{t('access.signIn')}</h2>
          <p className="muted" style={{ margin: '0 0 20px' }}>
            {t('access.signInHint')}
          </p>
          {signIn.isError ? (
            <div style={{ marginBottom: 16 }}>
              <ProblemNote problem={signIn.error} />
            </div>
          ) : null}
          <Form.Item name="login" label={t('access.login')} rules={[{ required: true, message: t('access.loginMissing') }]}>
            <Input prefix={<UserOutlined />} autoComplete="username" autoFocus size="large" />
          </Form.Item>
          <Form.Item name="password" label={t('access.password')} rules={[{ required: true, message: t('access.passwordMissing') }]}>
            <Input.Password prefix={<LockOutlined />} autoComplete="current-password" size="large" />
          </Form.Item>
          <Button type="primary" htmlType="submit" size="large" block loading={signIn.isPending}>
            {t('access.signIn')}
          </Button>
        </Form>
      </div>
    </div>
  );
}
