import { LockOutlined, SafetyCertificateOutlined } from '@ant-design/icons';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { Alert, App, Button, Form, Input, type FormInstance, Modal, Tabs } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { api, unwrap } from '../shared/api/client';
import { fieldOf } from '../shared/api/problem';
import { CopyText } from '../shared/page/CopyText';
import { moment } from '../shared/page/dates';
import { Loaded, ProblemNote } from '../shared/page/states';
import './access.css';
import { OwnTokens } from './OwnTokens';
import { PasswordForm } from './PasswordPage';

interface Proof {
  current: string;
  code: string;
}

/** What one does for the safety of one's own account: second factor, password, tokens. */
export function SecurityDialog({ close }: { close: () => void }) {
  const { t } = useTranslation();
  const { message } = App.useApp();
  const [codes, setCodes] = useState<string[] | null>(null);
  const changed = () => {
    void message.success(t('access.passwordChanged'));
    close();
  };
  return (
    <Modal open onCancel={close} footer={null} title={codes ? t('access.secondFactor') : t('access.security')} width={560} mask={{ closable: false }} style={{ top: 40 }} className="security">
      {codes ? (
        <RecoveryCodes codes={codes} close={close} />
      ) : (
        <Tabs
          destroyOnHidden
          items={[
            { key: 'factor', label: t('access.secondFactor'), children: <SecondFactor done={setCodes} /> },
            { key: 'password', label: t('access.changePassword'), children: <PasswordForm done={changed} /> },
            { key: 'tokens', label: t('access.tokens'), children: <OwnTokens /> },
          ]}
        />
      )}
    </Modal>
  );
}

/** One's own second factor: off, being turned on, or on. */
function SecondFactor({ done }: { done: (codes: string[]) => void }) {
  const state = useQuery({ queryKey: ['second-factor'], queryFn: () => unwrap(api.GET('/api/v1/session/second-factor')) });
  return (
    <Loaded query={state} rows={3}>
      {({ since, recovery_codes_left: left }) => (since ? <TurnOff since={since} left={left} /> : <TurnOn done={done} />)}
    </Loaded>
  );
}

function TurnOn({ done }: { done: (codes: string[]) => void }) {
  const { t } = useTranslation();
  const queries = useQueryClient();
  const [form] = Form.useForm<Proof>();
  const begin = useMutation({
    mutationFn: ({ current }: Proof) => unwrap(api.POST('/api/v1/session/second-factor', { body: { current } })),
    onError: (problem) => tellAtField(form, problem),
  });
  const confirm = useMutation({
    mutationFn: ({ code }: Proof) => unwrap(api.POST('/api/v1/session/second-factor/confirmation', { body: { code } })),
    onSuccess: (told) => {
      done(told.recovery_codes);
      void queries.invalidateQueries({ queryKey: ['second-factor'] });
    },
    onError: (problem) => tellAtField(form, problem),
  });
  const secret = begin.data;
  return (
    <Form<Proof> form={form} layout="vertical" requiredMark={false} onFinish={(given) => (secret ? confirm.mutate(given) : begin.mutate(given))}>
      <p className="muted" style={{ marginTop: 0 }}>
        {secret ? t('access.secretHint') : t('access.secondFactorHint')}
      </p>
      <Refusal problem={secret ? confirm.error : begin.error} />
      {secret ? (
        <>
          <Form.Item label={t('access.secret')}>
            <CopyText text={secret.secret} shown={inFours(secret.secret)} />
            <div className="small" style={{ marginTop: 4 }}>
              <a href={secret.uri} data-testid="secret-uri">
                {t('access.openInApp')}
              </a>
            </div>
          </Form.Item>
          <CodeItem label={t('access.code')} />
        </>
      ) : (
        <CurrentItem />
      )}
      <Button type="primary" htmlType="submit" block loading={begin.isPending || confirm.isPending} data-testid="turn-on">
        {secret ? t('access.turnOn') : t('access.beginSecondFactor')}
      </Button>
    </Form>
  );
}

function TurnOff({ since, left }: { since: string; left: number }) {
  const { t } = useTranslation();
  const queries = useQueryClient();
  const [form] = Form.useForm<Proof>();
  const remove = useMutation({
    mutationFn: (body: Proof) => unwrap(api.POST('/api/v1/session/second-factor/removal', { body })),
    onSuccess: () => void queries.invalidateQueries({ queryKey: ['second-factor'] }),
    onError: (problem) => tellAtField(form, problem),
  });
  return (
    <Form<Proof> form={form} layout="vertical" requiredMark={false} onFinish={(given) => remove.mutate(given)}>
      <p style={{ marginTop: 0 }}>
        <span className="state state-green">{t('access.secondFactorOn')}</span> <span className="num muted">{moment(since)}</span>
        <br />
        <span className={left < 3 ? undefined : 'muted'}>{t('access.recoveryLeft', { left })}</span>
      </p>
      <Refusal problem={remove.error} />
      <CurrentItem />
      <CodeItem label={t('access.codeOrRecovery')} />
      <Button danger htmlType="submit" block loading={remove.isPending} data-testid="turn-off">
        {t('access.turnOff')}
      </Button>
    </Form>
  );
}

/** Shown once; closing needs a click that says they are kept. */
function RecoveryCodes({ codes, close }: { codes: string[]; close: () => void }) {
  const { t } = useTranslation();
  return (
    <>
      <Alert type="warning" showIcon title={t('access.recoveryOnce')} style={{ marginBottom: 12 }} />
      <div className="recovery-codes mono" data-testid="recovery-codes">
        {codes.map((code) => (
          <span key={code}>{code}</span>
        ))}
      </div>
      <CopyText text={codes.join('\n')} shown={t('access.copyAll')} />
      <Button type="primary" block onClick={close} style={{ marginTop: 12 }} data-testid="codes-kept">
        {t('access.codesKept')}
      </Button>
    </>
  );
}

function CurrentItem() {
  const { t } = useTranslation();
  return (
    <Form.Item name="current" label={t('access.currentPassword')} rules={[{ required: true, message: t('access.missing') }]}>
      <Input.Password prefix={<LockOutlined />} autoComplete="current-password" />
    </Form.Item>
  );
}

function CodeItem({ label }: { label: string }) {
  const { t } = useTranslation();
  return (
    <Form.Item name="code" label={label} rules={[{ required: true, message: t('access.missing') }]}>
      <Input prefix={<SafetyCertificateOutlined />} autoComplete="one-time-code" maxLength={24} />
    </Form.Item>
  );
}

/** What no field of the form can show. */
function Refusal({ problem }: { problem: Error | null }) {
  if (!problem || fieldOf(problem)) return null;
  return (
    <div style={{ marginBottom: 12 }}>
      <ProblemNote problem={problem} />
    </div>
  );
}

function tellAtField(form: FormInstance<Proof>, problem: Error) {
  const field = fieldOf(problem);
  if (field === 'current' || field === 'code') form.setFields([{ name: field, errors: [problem.message] }]);
}

function inFours(text: string): string {
  return (text.match(/.{1,4}/g) ?? []).join(' ');
}
