import { App, Menu } from 'antd';
import { memo, Suspense, useCallback, useEffect, useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Navigate, useLocation, useNavigate, useRoutes } from 'react-router';
import { useIdleLock, useLockNow } from '../../access/lock';
import { useMay, useSession } from '../../access/session';
import { ImportantNotice } from '../../notice/ImportantNotice';
import { pages } from '../../routes';
import { isUnsaved } from '../form/unsaved';
import { ErrorBoundary } from '../page/ErrorBoundary';
import { PageSkeleton } from '../page/states';
import { useNarrow } from '../page/useNarrow';
import { PrintFrame } from '../print/PrintFrame';
import { BottomBar } from './BottomBar';
import { CommandPalette } from './CommandPalette';
import { HelpDialog } from './HelpDialog';
import { itemOf, type NavigationGroup, navigation } from './navigation';
import { usePreferences } from './preferences';
import { TabsBar } from './TabsBar';
import { loadTabs, storeTabs, type Tab, TabContext, withAddress } from './tabs';
import { TopBar } from './TopBar';
import { useShortcuts } from './useShortcuts';

export function Shell() {
  const may = useMay();
  const location = useLocation();
  const groups = useMemo(
    () => navigation.map((group) => ({ ...group, items: group.items.filter((item) => may(item.need)) })).filter((group) => group.items.length > 0),
    [may],
  );
  const home = groups[0]?.items[0]?.path;
  if (location.pathname === '/' && home) return <Navigate to={home} replace />;
  return <Frame groups={groups} />;
}

function Frame({ groups }: { groups: NavigationGroup[] }) {
  const { t } = useTranslation();
  const { modal } = App.useApp();
  const location = useLocation();
  const navigate = useNavigate();
  const narrow = useNarrow();
  const [searching, setSearching] = useState(false);
  const [helping, setHelping] = useState(false);
  const [stored, setStored] = useState(loadTabs);
  const path = location.pathname;
  const tabs = useMemo(() => withAddress(stored, path, location.search), [stored, path, location.search]);
  useEffect(() => {
    setStored(tabs);
    storeTabs(tabs);
  }, [tabs]);
  const { user, lock_screen_minutes: minutes } = useSession();
  const lock = useLockNow(user.login);
  useIdleLock(minutes, lock);
  useShortcuts({ openSearch: () => setSearching(true), openHelp: () => setHelping(true), lock });

  const name = useCallback((of: string, title: string) => {
    setStored((old) => old.map((tab) => (tab.path === of && tab.title !== title ? { ...tab, title } : tab)));
  }, []);
  const close = (closing: string) => {
    if (!isUnsaved(closing)) return closeNow(closing);
    modal.confirm({ title: t('preference.unsavedTitle'), content: t('preference.unsavedText'), onOk: () => closeNow(closing) });
  };
  const closeNow = (closing: string) => {
    const index = tabs.findIndex((tab) => tab.path === closing);
    const rest = tabs.filter((tab) => tab.path !== closing);
    const next = rest[Math.min(index, rest.length - 1)];
    setStored(rest);
    storeTabs(rest);
    if (closing === path && next) navigate(next.path + next.search);
  };
  return (
    <div className="shell">
      <a className="skip" href="#content" onClick={toContent}>{t('shared.skip')}</a>
      {narrow ? null : <SideMenu groups={groups} />}
      <div className="main">
        <TopBar openSearch={() => setSearching(true)} openHelp={() => setHelping(true)} />
        <TabsBar tabs={tabs} active={path} close={close} />
        <main className="content" id="content">
          <OpenPages tabs={tabs} active={path} name={name} />
        </main>
        {narrow ? <BottomBar groups={groups} /> : null}
      </div>
      <CommandPalette open={searching} close={() => setSearching(false)} groups={groups} />
      <ImportantNotice />
      <PrintFrame />
      <HelpDialog open={helping} close={() => setHelping(false)} />
    </div>
  );
}

function toContent(event: React.MouseEvent) {
  event.preventDefault();
  document.querySelector<HTMLElement>('.page-slot[data-active="true"]')?.focus();
}

interface OpenPagesProps {
  tabs: Tab[];
  active: string;
  name: (path: string, title: string) => void;
}

/** Every page opened since the last reload stays alive behind the one in front: a draft is never lost. */
function OpenPages({ tabs, active, name }: OpenPagesProps) {
  const [visited, setVisited] = useState<string[]>([active]);
  if (!visited.includes(active)) setVisited([...visited, active]);
  return tabs
    .filter((tab) => tab.path === active || visited.includes(tab.path))
    .map((tab) => (
      <div key={tab.path} className="page-slot" tabIndex={tab.path === active ? 0 : -1} data-active={tab.path === active} data-path={tab.path} data-search={tab.search} hidden={tab.path !== active}>
        <OnePage path={tab.path} search={tab.search} active={tab.path === active} name={name} />
      </div>
    ));
}

interface OnePageProps {
  path: string;
  search: string;
  active: boolean;
  name: OpenPagesProps['name'];
}

const OnePage = memo(function OnePage({ path, search, active, name }: OnePageProps) {
  const place = useMemo(() => ({ path, active, name }), [path, active, name]);
  const page = useRoutes(pages, { pathname: path, search, hash: '', state: null, key: path });
  return (
    <TabContext.Provider value={place}>
      <ErrorBoundary>
        <Suspense fallback={<PageSkeleton />}>{page}</Suspense>
      </ErrorBoundary>
    </TabContext.Provider>
  );
});

function SideMenu({ groups }: { groups: NavigationGroup[] }) {
  const { t } = useTranslation();
  const { collapsed } = usePreferences();
  const { institution } = useSession();
  const navigate = useNavigate();
  const here = itemOf(useLocation().pathname);
  return (
    <aside className={collapsed ? 'side narrow' : 'side'}>
      <div className="brand">
        <img src="/favicon.svg" alt="" />
        {collapsed ? null : t('access.product')}
      </div>
      <div className="side-scroll">
        <Menu
          mode="inline"
          inlineCollapsed={collapsed}
          selectedKeys={here ? [here.path] : []}
          onClick={({ key }) => navigate(key)}
          items={groups.map((group) => ({
            key: group.title,
            type: 'group' as const,
            label: collapsed ? null : t(group.title),
            children: group.items.map((item) => ({ key: item.path, icon: item.icon, label: t(item.title) })),
          }))}
        />
      </div>
      {collapsed ? null : <div className="side-foot truncate">{institution}</div>}
    </aside>
  );
}
