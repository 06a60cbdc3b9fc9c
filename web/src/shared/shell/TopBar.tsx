import { CalendarOutlined, LockOutlined, LogoutOutlined, MenuFoldOutlined, MenuUnfoldOutlined, QuestionCircleOutlined, SafetyCertificateOutlined, SearchOutlined, SwapOutlined, UserOutlined } from '@ant-design/icons';
import { Button, Dropdown, Tooltip } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { SecurityDialog } from '../../access/SecurityDialog';
import { useLockNow } from '../../access/lock';
import { useProviderSignOut } from '../../access/SignOnPage';
import { useActFor, useBusinessDay, useMay, useSession, useSignOut } from '../../access/session';
import { Bell } from '../../notice/Bell';
import { pick } from '../i18n';
import { useNarrow } from '../page/useNarrow';
import { usePreferences } from './preferences';
import { LanguageSwitch, ThemeSwitch } from './Switches';

interface TopBarProps {
  openSearch: () => void;
  openHelp: () => void;
}

const MAC = /Mac|iPhone|iPad/.test(navigator.userAgent);

export function TopBar({ openSearch, openHelp }: TopBarProps) {
  const { t } = useTranslation();
  const narrow = useNarrow();
  const { collapsed, change } = usePreferences();
  return (
    <header className="top">
      {narrow ? (
        <img src="/favicon.svg" alt="" width={24} height={24} />
      ) : (
        <Button
          type="text"
          aria-label={t('shared.foldMenu')}
          icon={collapsed ? <MenuUnfoldOutlined /> : <MenuFoldOutlined />}
          onClick={() => change({ collapsed: !collapsed })}
        />
      )}
      {narrow ? (
        <Button type="text" aria-label={t('shared.search')} icon={<SearchOutlined />} onClick={openSearch} />
      ) : (
        <button type="button" className="search-box" onClick={openSearch} data-testid="open-search">
          <SearchOutlined />
          <span className="grow">{t('shared.search')}</span>
          <kbd>{MAC ? '⌘K' : 'Ctrl K'}</kbd>
        </button>
      )}
      <span className="grow" />
      <DayChip short={narrow} />
      <Bell />
      {narrow ? null : (
        <Tooltip title={t('shared.help')}>
          <Button type="text" aria-label={t('shared.help')} icon={<QuestionCircleOutlined />} onClick={openHelp} />
        </Tooltip>
      )}
      {narrow ? null : <LanguageSwitch />}
      {narrow ? null : <ThemeSwitch />}
      {narrow ? null : <UserMenu />}
    </header>
  );
}

function DayChip({ short }: { short: boolean }) {
  const { t } = useTranslation();
  const may = useMay();
  const session = useSession();
  const day = useBusinessDay();
  const date = day.data?.business_date ?? session.business_date ?? '—';
  const words = (
    <>
      <CalendarOutlined />
      {short ? null : <span>{day.data?.closing ? t('shared.closing') : t('shared.businessDate')}</span>}
      <span className="num">{date}</span>
    </>
  );
  const hint = day.data?.last_closed_on ? t('shared.lastClosed', { date: day.data.last_closed_on }) : undefined;
  return (
    <Tooltip title={hint}>
      {may('close.read') ? (
        <Link to="/close-of-business" className="chip" data-testid="business-date">
          {words}
        </Link>
      ) : (
        <span className="chip" data-testid="business-date">
          {words}
        </span>
      )}
    </Tooltip>
  );
}

function UserMenu() {
  const { t } = useTranslation();
  const { user, institution, organisation, acting_for: absent, may_act_for: mayActFor } = useSession();
  const signOut = useSignOut();
  const lock = useLockNow(user.login);
  const actFor = useActFor();
  const [security, setSecurity] = useState(false);
  const [open, setOpen] = useState(false);
  const provider = useProviderSignOut(open);
  const deputies = [
    ...mayActFor
      .filter((one) => one.login !== absent)
      .map((one) => ({ key: `for-${one.login}`, icon: <SwapOutlined />, label: t('access.actFor', { name: one.name }), onClick: () => void actFor(one.login) })),
    ...(absent ? [{ key: 'myself', icon: <UserOutlined />, label: t('access.actForMyself'), onClick: () => void actFor(null) }] : []),
  ];
  return (
    <>
      <Dropdown
        trigger={['click']}
        onOpenChange={setOpen}
        menu={{
          items: [
            { key: 'who', type: 'group', label: `${user.login} · ${pick(organisation.name_zh, organisation.name_en)} · ${institution}` },
            ...deputies,
            { type: 'divider' },
            { key: 'security', icon: <SafetyCertificateOutlined />, label: t('access.security'), onClick: () => setSecurity(true) },
            { key: 'lock', icon: <LockOutlined />, label: t('access.lockScreen'), onClick: () => lock() },
            { key: 'out', icon: <LogoutOutlined />, label: t('shared.signOut'), onClick: () => void signOut() },
            ...(provider ? [{ key: 'out-both', icon: <LogoutOutlined />, label: t('access.signOutBoth', { name: provider.name }), onClick: () => void signOut().then(() => window.location.assign(provider.url)) }] : []),
          ],
        }}
      >
        <Button type="text" icon={<UserOutlined />} data-testid="user-menu">
          {user.name}
          {absent ? <span className="state state-gold">{t('access.actingFor', { login: absent })}</span> : null}
        </Button>
      </Dropdown>
      {security ? <SecurityDialog close={() => setSecurity(false)} /> : null}
    </>
  );
}
