import { LockOutlined } from '@ant-design/icons';
import { Alert, Button, Form, Input, InputNumber, Select } from 'antd';
import { useTranslation } from 'react-i18next';
import type { NewToken } from '../shared/api/types';
import { wordFor } from '../shared/dictionary';
import { CopyText } from '../shared/page/CopyText';

/** What no token may do. */
const NEVER = /^access\.(write|check)$/;

export interface TokenFields {
  name: string;
  days: number;
  permissions: string[];
  addresses?: string;
  current?: string;
}

/** What the API takes: addresses as a list. */
export function tokenOf({ name, days, permissions, addresses }: TokenFields): NewToken {
  return { name, days, permissions, addresses: linesOf(addresses) };
}

export function linesOf(text: string | undefined): string[] {
  return (text ?? '')
    .split(/[\s,;，；]+/)
    .map((line) => line.trim())
    .filter((line) => line !== '');
}

/** The fields of a token: what it is for, how long, what it may do, from where. */
export function TokenItems({ offered, withPassword }: { offered: string[]; withPassword: boolean }) {
  const { t, i18n } = useTranslation();
  const required = { required: true, message: t('access.missing') };
  const options = offered.filter((code) => !NEVER.test(code)).map((code) => ({ value: code, label: wordFor('permission', code, i18n.language) }));
  return (
    <>
      <Form.Item name="name" label={t('access.tokenName')} rules={[required]}>
        <Input maxLength={64} autoComplete="off" placeholder={t('access.tokenNameHint')} />
      </Form.Item>
      <Form.Item name="permissions" label={t('access.permissions')} rules={[required]} extra={t('access.tokenScopeHint')}>
        <Select mode="multiple" options={options} optionFilterProp="label" />
      </Form.Item>
      <Form.Item name="days" label={t('access.tokenDays')} rules={[required]}>
        <InputNumber min={1} max={365} precision={0} />
      </Form.Item>
      <AddressItem />
      {withPassword ? (
        <Form.Item name="current" label={t('access.currentPassword')} rules={[required]}>
          <Input.Password prefix={<LockOutlined />} autoComplete="current-password" />
        </Form.Item>
      ) : null}
    </>
  );
}

/** Addresses and networks, one a line. */
export function AddressItem() {
  const { t } = useTranslation();
  return (
    <Form.Item name="addresses" label={t('access.addresses')} extra={t('access.addressesHint')}>
      <Input.TextArea autoSize={{ minRows: 1, maxRows: 6 }} className="mono" placeholder="10.1.0.0/16" autoComplete="off" />
    </Form.Item>
  );
}

/** The secret of a token that was just made: shown once; closing needs a click that says it is kept. */
export function TokenSecret({ secret, close }: { secret: string; close: () => void }) {
  const { t } = useTranslation();
  return (
    <>
      <Alert type="warning" showIcon title={t('access.tokenOnce')} style={{ marginBottom: 12 }} />
      <div data-testid="token-secret">
        <CopyText text={secret} />
      </div>
      <p className="muted small">{t('access.tokenUse')}</p>
      <pre className="mono small token-example">{`curl -H 'Authorization: Bearer ${secret.slice(0, 8)}…' ${window.location.origin}/api/v1/session`}</pre>
      <Button type="primary" block onClick={close} style={{ marginTop: 12 }} data-testid="token-kept">
        {t('access.tokenKept')}
      </Button>
    </>
  );
}
