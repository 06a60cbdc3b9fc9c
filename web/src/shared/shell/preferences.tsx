import { createContext, type ReactNode, useCallback, useContext, useEffect, useMemo, useState } from 'react';
import type { Unit } from '../money/format';

interface Stored {
  theme: 'light' | 'dark';
  unit: Unit;
  collapsed: boolean;
  /** The currency looked at last; each page that shows one at a time begins with it. */
  currency?: string;
}

interface Preferences extends Stored {
  change: (part: Partial<Stored>) => void;
  /** While something is printed the theme is the light one. */
  setPrinting: (printing: boolean) => void;
}

const KEY = 'xindai.preferences';

function load(): Stored {
  const dark = window.matchMedia('(prefers-color-scheme: dark)').matches;
  const start: Stored = { theme: dark ? 'dark' : 'light', unit: 'full', collapsed: false };
  try {
    return { ...start, ...(JSON.parse(localStorage.getItem(KEY) ?? '{}') as Partial<Stored>) };
  } catch {
    return start;
  }
}

const Context = createContext<Preferences>({ theme: 'light', unit: 'full', collapsed: false, change: () => {}, setPrinting: () => {} });

/** What each reader chose for this browser: theme, unit of amounts, width of the menu. */
export function PreferencesProvider({ children }: { children: ReactNode }) {
  const [stored, setStored] = useState(load);
  const [printing, setPrinting] = useState(false);
  const theme = printing ? 'light' : stored.theme;
  useEffect(() => {
    document.documentElement.dataset.theme = theme;
  }, [theme]);
  const change = useCallback((part: Partial<Stored>) => {
    setStored((old) => {
      const next = { ...old, ...part };
      localStorage.setItem(KEY, JSON.stringify(next));
      return next;
    });
  }, []);
  const value = useMemo(() => ({ ...stored, theme, change, setPrinting }), [stored, theme, change]);
  return <Context.Provider value={value}>{children}</Context.Provider>;
}

export function usePreferences(): Preferences {
  return useContext(Context);
}
