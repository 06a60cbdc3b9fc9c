import { LockOutlined, SafetyCertificateOutlined, UserOutlined } from '@ant-design/icons';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { Button, Form, Input } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Navigate, useLocation, useNavigate } from 'react-router';
import { api, unwrap } from '../shared/api/client';
import { ApiProblem } from '../shared/api/problem';
import { ProblemNote } from '../shared/page/states';
import { LanguageSwitch, ThemeSwitch } from '../shared/shell/Switches';
import { SignOnButton, forgetProvider } from './SignOnPage';
import { useSessionQuery } from './session';

interface Credentials {
  login: string;
  password: string;
  code?: string;
}

const ASKS = 'access.second_factor_required';
const FAILED = 'access.sign_in_failed';

/** The second step tells a refusal at its one field. */
function toldAtCode(problem: Error, asked: boolean): boolean {
  return asked && problem instanceof ApiProblem && (problem.code === ASKS || problem.code === FAILED);
}

export function LoginPage() {
  const { t } = useTranslation();
  const queries = useQueryClient();
  const navigate = useNavigate();
  const session = useSessionQuery();
  const from = (useLocation().state as { from?: string } | null)?.from ?? '/';
  const [form] = Form.useForm<Credentials>();
  const [asked, setAsked] = useState(false);
  const signIn = useMutation({
    mutationFn: (credentials: Credentials) => unwrap(api.POST('/api/v1/session', { body: credentials })),
    onSuccess: (signedIn) => {
      queries.clear();
      queries.setQueryData(['session'], signedIn);
      forgetProvider();
      navigate(from, { replace: true });
    },
    onError: (problem) => {
      if (!(problem instanceof ApiProblem)) return;
      if (problem.code === ASKS) setAsked(true);
      else if (asked && problem.code === FAILED) form.setFields([{ name: 'code', value: '', errors: [t('access.codeRefused')] }]);
    },
  });
  const startAgain = () => {
    form.resetFields();
    signIn.reset();
    setAsked(false);
  };
  if (session.data && !signIn.isSuccess) return <Navigate to={from} replace />;
  return (
    <main className="login">
      <div className="login-side">
        <div style={{ display: 'flex', alignItems: 'center', gap: 12, fontSize: 18, fontWeight: 600 }}>
          <img src="/favicon.svg" alt="" width={32} height={32} />
          {t('access.product')}
        </div>
        <div>
          <p className="headline">{t('access.headline')}</p>
          <p>{t('access.promise')}</p>
        </div>
        <p style={{ fontSize: 12 }}>{t('access.foot')}</p>
      </div>
      <div className="login-main">
        <div className="login-tools">
          <LanguageSwitch />
          <ThemeSwitch />
        </div>
        <Form<Credentials> form={form} layout="vertical" className="login-form" requiredMark={false} onFinish={(given) => signIn.mutate(given)}>
          <h1>{asked ? t('access.secondFactor') : t('access.signIn')}</h1>
          <p className="muted" style={{ margin: '0 0 20px' }}>
            {asked ? t('access.codeStepHint') : t('access.signInHint')}
          </p>
          {signIn.isError && !toldAtCode(signIn.error, asked) ? (
            <div style={{ marginBottom: 16 }}>
              <ProblemNote problem={signIn.error} />
            </div>
          ) : null}
          <Form.Item name="login" hidden={asked} label={t('access.login')} rules={[{ required: true, message: t('access.loginMissing') }]}>
            <Input prefix={<UserOutlined />} autoComplete="username" autoFocus size="large" />
          </Form.Item>
          <Form.Item name="password" hidden={asked} label={t('access.password')} rules={[{ required: true, message: t('access.passwordMissing') }]}>
            <Input.Password prefix={<LockOutlined />} autoComplete="current-password" size="large" />
          </Form.Item>
          {asked ? (
            <Form.Item name="code" label={t('access.codeOrRecovery')} rules={[{ required: true, message: t('access.missing') }]}>
              <Input prefix={<SafetyCertificateOutlined />} autoComplete="one-time-code" autoFocus size="large" maxLength={24} />
            </Form.Item>
          ) : null}
          <Button type="primary" htmlType="submit" size="large" block loading={signIn.isPending}>
            {asked ? t('access.verify') : t('access.signIn')}
          </Button>
          {asked ? (
            <Button type="link" block onClick={startAgain} style={{ marginTop: 8 }}>
              {t('access.otherAccount')}
            </Button>
          ) : (
            <SignOnButton from={from} />
          )}
        </Form>
      </div>
    </main>
  );
}
