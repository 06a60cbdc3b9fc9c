import { useEffect, useState } from 'react';
import { useInFront } from '../shell/tabs';
import { isTyping } from '../shell/useShortcuts';

/** j and k walk the rows, Enter opens the one in focus. Returns its index, -1 for none. */
export function useRowKeys(count: number, open: (index: number) => void): number {
  const [focused, setFocused] = useState(-1);
  const index = Math.min(focused, count - 1);
  const inFront = useInFront();
  useEffect(() => {
    if (!inFront) return undefined;
    const listen = (event: KeyboardEvent) => {
      if (isTyping(event.target) || event.metaKey || event.ctrlKey || event.altKey) return;
      if (event.key === 'j') setFocused(Math.min(index + 1, count - 1));
      else if (event.key === 'k') setFocused(Math.max(index - 1, 0));
      else if (event.key === 'Enter' && index >= 0 && !(event.target as HTMLElement).closest('a,button,[role="dialog"]')) {
        // The same press must not reach what opens.
        event.preventDefault();
        open(index);
      }
    };
    document.addEventListener('keydown', listen);
    return () => document.removeEventListener('keydown', listen);
  });
  useEffect(() => {
    if (index >= 0 && inFront) document.querySelector('[data-active="true"] tr.focused')?.scrollIntoView({ block: 'nearest' });
  }, [index, inFront]);
  return index;
}
