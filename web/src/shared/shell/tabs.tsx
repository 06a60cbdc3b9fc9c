import { createContext, useContext, useEffect } from 'react';

/** One open page. The address says everything, so tabs survive a reload. */
export interface Tab {
  path: string;
  search: string;
  title?: string;
}

const KEY = 'xindai.tabs';
const MOST = 14;

export function loadTabs(): Tab[] {
  try {
    const stored: unknown = JSON.parse(sessionStorage.getItem(KEY) ?? '[]');
    return Array.isArray(stored) ? stored.filter((tab): tab is Tab => typeof tab?.path === 'string') : [];
  } catch {
    return [];
  }
}

export function storeTabs(tabs: Tab[]): void {
  sessionStorage.setItem(KEY, JSON.stringify(tabs));
}

/** The tabs with the current address among them; the oldest gives way when there are too many. */
export function withAddress(tabs: Tab[], path: string, search: string): Tab[] {
  const index = tabs.findIndex((tab) => tab.path === path);
  if (index >= 0) {
    if (tabs[index]!.search === search) return tabs;
    return tabs.map((tab, i) => (i === index ? { ...tab, search } : tab));
  }
  return [...tabs.slice(Math.max(0, tabs.length + 1 - MOST)), { path, search }];
}

interface TabPlace {
  path: string;
  active: boolean;
  name: (path: string, title: string) => void;
}

export const TabContext = createContext<TabPlace>({ path: '', active: true, name: () => {} });

/** Names the tab and, while it is in front, the browser window. */
export function usePageTitle(title: string): void {
  const { path, active, name } = useContext(TabContext);
  useEffect(() => {
    name(path, title);
    if (active) document.title = `${title} · 信贷 Xindai`;
  }, [path, title, active, name]);
}

/** True while this page is the one in front (hidden tabs keep their state but ignore keys). */
export function useInFront(): boolean {
  return useContext(TabContext).active;
}
