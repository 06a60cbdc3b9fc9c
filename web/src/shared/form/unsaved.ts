import { useContext, useEffect } from 'react';
import { TabContext } from '../shell/tabs';

/** Paths of pages whose forms hold what is kept nowhere. */
const unsaved = new Map<string, number>();

export function isUnsaved(path: string): boolean {
  return (unsaved.get(path) ?? 0) > 0;
}

/** While `dirty`, closing the window or the tab of this page asks first. */
export function useUnsaved(dirty: boolean): void {
  const { path } = useContext(TabContext);
  useEffect(() => {
    if (!dirty) return undefined;
    const ask = (event: BeforeUnloadEvent) => event.preventDefault();
    unsaved.set(path, (unsaved.get(path) ?? 0) + 1);
    window.addEventListener('beforeunload', ask);
    return () => {
      unsaved.set(path, (unsaved.get(path) ?? 1) - 1);
      window.removeEventListener('beforeunload', ask);
    };
  }, [dirty, path]);
}
