import { LockOutlined, SafetyCertificateOutlined } from '@ant-design/icons';
import { useQueryClient } from '@tanstack/react-query';
import { Button, Form, Input } from 'antd';
import { useLayoutEffect, useState } from 'react';
import { createPortal } from 'react-dom';
import { useTranslation } from 'react-i18next';
import { api, unwrap } from '../shared/api/client';
import { ApiProblem } from '../shared/api/problem';
import type { Session } from '../shared/api/types';
import { ProblemNote } from '../shared/page/states';
import { openCurtain, useLock, useOtherTabs } from './lock';
import { SignOnButton, cameFromProvider, forgetProvider, useSignOnOffer } from './SignOnPage';
import { useSignOut } from './session';
import './access.css';

/** The curtain over all pages, which stay as they are behind it. */
export function LockScreen() {
  const queries = useQueryClient();
  const { locked, login } = useLock();
  useOtherTabs(queries);
  if (!locked) return null;
  return createPortal(<Curtain login={login ?? queries.getQueryData<Session | null>(['session'])?.user.login ?? ''} />, document.body);
}

interface Given {
  password?: string;
  code?: string;
}

/** Where one stands: unlocking; or the session has ended meanwhile and one signs in again, perhaps with a code after the password. */
type Step = 'unlock' | 'code' | 'signIn' | 'signInCode';

/** Everything else is out of sight and out of reach while the curtain hangs; the focus comes back where it was. */
function useAlone() {
  useLayoutEffect(() => {
    const before = document.activeElement;
    document.documentElement.classList.add('locked');
    // A dialog behind it would draw the focus back.
    const focus = requestAnimationFrame(() => document.querySelector<HTMLElement>('.curtain input, .curtain button')?.focus());
    return () => {
      cancelAnimationFrame(focus);
      document.documentElement.classList.remove('locked');
      if (before instanceof HTMLElement && before.isConnected) before.focus();
    };
  }, []);
}

function Curtain({ login }: { login: string }) {
  const { t } = useTranslation();
  const queries = useQueryClient();
  const signOut = useSignOut();
  const [form] = Form.useForm<Given>();
  const provider = useSignOnOffer().data?.name;
  const [step, setStep] = useState<Step>('unlock');
  // Who signed on may have no password at all: the provider comes first, the password is one click away.
  const [other, setOther] = useState(() => !cameFromProvider());
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState<unknown>(null);
  useAlone();
  const open = () => {
    openCurtain();
    void queries.invalidateQueries();
  };
  const go = async (given: Given) => {
    setBusy(true);
    setProblem(null);
    try {
      const ended = step !== 'unlock' && step !== 'code';
      await (ended ? signIn(login, given) : unlock(given));
      if (ended) forgetProvider();
      open();
    } catch (refusal) {
      const code = refusal instanceof ApiProblem ? refusal.code : '';
      if (code === 'access.second_factor_required') setStep('signInCode');
      else if (code === 'access.not_signed_in') setStep('signIn');
      else setProblem(refusal);
      if (code !== 'access.second_factor_required') form.resetFields();
    } finally {
      setBusy(false);
    }
  };
  const leave = async () => {
    await signOut();
    openCurtain();
  };
  const ended = step === 'signIn' || step === 'signInCode';
  const required = { required: true, message: t('access.missing') };
  const from = window.location.pathname + window.location.search;
  if (provider && !other) {
    return (
      <div className="curtain" role="dialog" aria-modal="true" aria-labelledby="curtain-title" data-testid="lock-screen">
        <div className="curtain-box">
          <img src="/favicon.svg" alt="" width={40} height={40} />
          <h1 id="curtain-title">{t('access.locked')}</h1>
          <p className="muted">{login}</p>
          <p className="muted">{t('access.lockedProvider', { name: provider })}</p>
          <SignOnButton from={from} again />
          <div className="curtain-ways">
            <Button type="link" onClick={() => setOther(true)} data-testid="unlock-other">
              {t('access.unlockByOther')}
            </Button>
            <Button type="link" onClick={() => void leave()}>
              {t('access.lockedLeave')}
            </Button>
          </div>
        </div>
      </div>
    );
  }
  return (
    <div className="curtain" role="dialog" aria-modal="true" aria-labelledby="curtain-title" data-testid="lock-screen">
      <Form<Given> form={form} layout="vertical" requiredMark={false} onFinish={(given) => void go(given)} autoComplete="off">
        <img src="/favicon.svg" alt="" width={40} height={40} />
        <h1 id="curtain-title">{t('access.locked')}</h1>
        <p className="muted">{ended ? t('access.lockedEnded', { login }) : t('access.lockedHint', { login })}</p>
        {problem ? <ProblemNote problem={problem} /> : null}
        {step === 'code' ? null : (
          <Form.Item name="password" hidden={step === 'signInCode'} label={t('access.password')} rules={[required]}>
            <Input.Password prefix={<LockOutlined />} autoComplete="current-password" size="large" autoFocus />
          </Form.Item>
        )}
        {step === 'code' || step === 'signInCode' ? (
          <Form.Item name="code" label={t('access.codeOrRecovery')} rules={[required]}>
            <Input prefix={<SafetyCertificateOutlined />} autoComplete="one-time-code" size="large" maxLength={24} autoFocus />
          </Form.Item>
        ) : null}
        <Button type="primary" htmlType="submit" size="large" block loading={busy} data-testid="unlock">
          {ended ? t('access.signIn') : t('access.unlock')}
        </Button>
        <SignOnButton from={from} />
        <div className="curtain-ways">
          {ended ? <span /> : (
            <Button type="link" onClick={() => setStep(step === 'code' ? 'unlock' : 'code')}>
              {step === 'code' ? t('access.unlockByPassword') : t('access.unlockByCode')}
            </Button>
          )}
          <Button type="link" onClick={() => void leave()}>
            {t('access.lockedLeave')}
          </Button>
        </div>
      </Form>
    </div>
  );
}

function unlock({ password, code }: Given) {
  return unwrap(api.POST('/api/v1/session/unlock', { body: password ? { password } : { code: code ?? '' } }));
}

/** The session has ended behind the curtain: a new one of the same user, and the pages stay. */
function signIn(login: string, { password, code }: Given) {
  return unwrap(api.POST('/api/v1/session', { body: { login, password: password ?? '', ...(code ? { code } : {}) } }));
}
