import { Form, Input } from 'antd';
import { useTranslation } from 'react-i18next';
import { useSession } from '../access/session';

/** Who administers from now on. */
export function AdministratorStep({ over, login }: { over: boolean; login: string }) {
  const { t } = useTranslation();
  const { password_rule: rule } = useSession();
  const required = { required: true, whitespace: true, message: t('access.missing') };
  if (!over) return <p>{t('setup.administratorKept', { login })}</p>;
  return (
    <>
      <p className="muted">{t('setup.administratorHint')}</p>
      <Form.Item name={['administrator', 'name']} label={t('access.name')} rules={[required]}>
        <Input maxLength={40} autoFocus autoComplete="name" />
      </Form.Item>
      <Form.Item name={['administrator', 'login']} label={t('access.login')} rules={[required]} extra={t('access.loginRule')}>
        <Input maxLength={32} autoComplete="username" />
      </Form.Item>
      <Form.Item name={['administrator', 'password']} label={t('access.password')} rules={[required]} extra={t('access.passwordRule', { length: rule.min_length, kinds: rule.min_kinds, history: rule.history })}>
        <Input.Password autoComplete="new-password" />
      </Form.Item>
      <Form.Item
        name={['administrator', 'again']}
        label={t('setup.passwordAgain')}
        dependencies={[['administrator', 'password']]}
        rules={[required, ({ getFieldValue }) => ({ validator: (_, value) => (!value || value === getFieldValue(['administrator', 'password']) ? Promise.resolve() : Promise.reject(new Error(t('access.passwordsDiffer')))) })]}
      >
        <Input.Password autoComplete="new-password" />
      </Form.Item>
    </>
  );
}
