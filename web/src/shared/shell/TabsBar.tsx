import { CloseOutlined } from '@ant-design/icons';
import { useEffect, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { itemOf } from './navigation';
import type { Tab } from './tabs';

interface TabsBarProps {
  tabs: Tab[];
  active: string;
  close: (path: string) => void;
}

export function TabsBar({ tabs, active, close }: TabsBarProps) {
  const { t } = useTranslation();
  const bar = useRef<HTMLDivElement>(null);
  const nameOf = (tab: Tab) => {
    const item = itemOf(tab.path);
    if (item && item.path === tab.path) return t(item.title);
    return tab.title ?? (item ? t(item.title) : tab.path);
  };
  const front = tabs.find((tab) => tab.path === active);
  const name = front ? nameOf(front) : '';
  // A page tells its name when it has arrived: a longer name makes the tab wider.
  useEffect(() => {
    bar.current?.querySelector('.on')?.scrollIntoView({ block: 'nearest', inline: 'nearest' });
  }, [active, name, tabs.length]);
  return (
    <nav className="tabs-bar" ref={bar} aria-label={t('shared.openPages')}>
      {tabs.map((tab) => (
        <div
          key={tab.path}
          className={tab.path === active ? 'page-tab on' : 'page-tab'}
          onAuxClick={(event) => {
            if (event.button === 1) {
              event.preventDefault();
              close(tab.path);
            }
          }}
        >
          <Link to={tab.path + tab.search} aria-current={tab.path === active ? 'page' : undefined}>
            {nameOf(tab)}
          </Link>
          {tabs.length > 1 ? (
            <button type="button" aria-label={t('shared.closeTab')} onClick={() => close(tab.path)}>
              <CloseOutlined />
            </button>
          ) : null}
        </div>
      ))}
    </nav>
  );
}
