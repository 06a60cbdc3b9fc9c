import { FieldTimeOutlined, LockOutlined, LogoutOutlined, MenuFoldOutlined, MoonOutlined, PlusOutlined, SunOutlined, TranslationOutlined, UserAddOutlined } from '@ant-design/icons';
import { useTranslation } from 'react-i18next';
import { useLockNow } from '../../access/lock';
import { useMay, useSession, useSignOut } from '../../access/session';
import { setLanguage } from '../i18n';
import { usePreferences } from './preferences';
import type { Hit } from './useHits';

/** What can be done from the search; what one may not do is absent. */
export function useActions(): Hit[] {
  const { t, i18n } = useTranslation();
  const may = useMay();
  const signOut = useSignOut();
  const lock = useLockNow(useSession().user.login);
  const { theme, collapsed, change } = usePreferences();
  const dark = theme === 'dark';
  const tasks: (Hit & { need?: string; also?: string })[] = [
    { key: 'do book', kind: 'action', need: 'loan.book', icon: <PlusOutlined />, text: t('shared.doBook'), path: '/loans/new' },
    { key: 'do customer', kind: 'action', need: 'customer.write', also: 'customer.field_identity', icon: <UserAddOutlined />, text: t('shared.doCustomer'), path: '/customers?open=new' },
    { key: 'do close', kind: 'action', need: 'close.run', icon: <FieldTimeOutlined />, text: t('shared.doClose'), path: '/close-of-business?open=start' },
    { key: 'do language', kind: 'action', icon: <TranslationOutlined />, text: t('shared.language'), run: () => setLanguage(i18n.language === 'en' ? 'zh-CN' : 'en') },
    { key: 'do theme', kind: 'action', icon: dark ? <SunOutlined /> : <MoonOutlined />, text: dark ? t('shared.doLight') : t('shared.doDark'), run: () => change({ theme: dark ? 'light' : 'dark' }) },
    { key: 'do fold', kind: 'action', icon: <MenuFoldOutlined />, text: t('shared.foldMenu'), run: () => change({ collapsed: !collapsed }) },
    { key: 'do lock', kind: 'action', icon: <LockOutlined />, text: t('access.lockScreen'), run: () => lock() },
    { key: 'do out', kind: 'action', icon: <LogoutOutlined />, text: t('shared.signOut'), run: () => void signOut() },
  ];
  return tasks.filter((one) => (!one.need || may(one.need)) && (!one.also || may(one.also)));
}
