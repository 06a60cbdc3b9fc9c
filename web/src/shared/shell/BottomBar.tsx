import { LockOutlined, LogoutOutlined, MenuOutlined, MoonOutlined, SafetyCertificateOutlined, TranslationOutlined } from '@ant-design/icons';
import { Drawer } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Link, useLocation, useNavigate } from 'react-router';
import { SecurityDialog } from '../../access/SecurityDialog';
import { useLockNow } from '../../access/lock';
import { useSession, useSignOut } from '../../access/session';
import { setLanguage } from '../i18n';
import { itemOf, type NavigationGroup } from './navigation';
import { usePreferences } from './preferences';

const FIRST = ['/cockpit', '/customers', '/loans', '/close-of-business'];

/** On a phone the four places that are needed away from the desk, and the rest behind one button. */
export function BottomBar({ groups }: { groups: NavigationGroup[] }) {
  const { t } = useTranslation();
  const [open, setOpen] = useState(false);
  const here = itemOf(useLocation().pathname);
  const items = groups.flatMap((group) => group.items);
  return (
    <nav className="bottom-bar">
      {items
        .filter((item) => FIRST.includes(item.path))
        .map((item) => (
          <Link key={item.path} to={item.path} className={here?.path === item.path ? 'on' : undefined}>
            {item.icon}
            {t(item.short ?? item.title)}
          </Link>
        ))}
      <button type="button" onClick={() => setOpen(true)} data-testid="more">
        <MenuOutlined />
        {t('shared.more')}
      </button>
      <MoreDrawer open={open} close={() => setOpen(false)} groups={groups} />
    </nav>
  );
}

function MoreDrawer({ open, close, groups }: { open: boolean; close: () => void; groups: NavigationGroup[] }) {
  const { t, i18n } = useTranslation();
  const navigate = useNavigate();
  const { user, institution } = useSession();
  const { theme, change } = usePreferences();
  const signOut = useSignOut();
  const lock = useLockNow(user.login);
  const [security, setSecurity] = useState(false);
  const go = (path: string) => {
    close();
    navigate(path);
  };
  return (
    <Drawer open={open} onClose={close} placement="bottom" size="70%" title={`${user.name} · ${institution}`} styles={{ body: { padding: 0 } }}>
      <div className="cards">
        {groups.flatMap((group) =>
          group.items.map((item) => (
            <button type="button" className="card" key={item.path} onClick={() => go(item.path)}>
              {item.icon} {t(item.title)}
            </button>
          )),
        )}
        <button type="button" className="card" onClick={() => setLanguage(i18n.language === 'en' ? 'zh-CN' : 'en')}>
          <TranslationOutlined /> {i18n.language === 'en' ? '中文' : 'English'}
        </button>
        <button type="button" className="card" onClick={() => change({ theme: theme === 'dark' ? 'light' : 'dark' })}>
          <MoonOutlined /> {theme === 'dark' ? t('shared.light') : t('shared.dark')}
        </button>
        <button type="button" className="card" onClick={() => setSecurity(true)}>
          <SafetyCertificateOutlined /> {t('access.security')}
        </button>
        <button type="button" className="card" onClick={() => lock()}>
          <LockOutlined /> {t('access.lockScreen')}
        </button>
        <button type="button" className="card" onClick={() => void signOut()}>
          <LogoutOutlined /> {t('shared.signOut')}
        </button>
      </div>
      {security ? <SecurityDialog close={() => setSecurity(false)} /> : null}
    </Drawer>
  );
}
