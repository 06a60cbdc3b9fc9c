import { Button, Result } from 'antd';
import { useTranslation } from 'react-i18next';
import { useSignOut } from '../access/session';

/** For those who sign in before an administrator has set the lender up. */
export function WaitingPage() {
  const { t } = useTranslation();
  const signOut = useSignOut();
  return <Result status="info" title={t('setup.waiting')} subTitle={t('setup.waitingHint')} extra={<Button onClick={() => void signOut()}>{t('shared.signOut')}</Button>} />;
}
