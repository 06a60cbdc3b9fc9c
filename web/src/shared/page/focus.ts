import { useEffect, useRef } from 'react';

const FIELD = ':is(input:not([type="hidden"], [type="radio"], [type="checkbox"]), textarea):not(:disabled)';
const CONTROL = `:is(a[href], button, [role="switch"]):not(:disabled), ${FIELD}`;

/** Puts the keyboard into what has opened: at its first field, else at its first control; not where it is already. */
export function enter(part: HTMLElement | null, first: 'field' | 'control'): void {
  if (!part || part.contains(document.activeElement)) return;
  const to = first === 'field' ? part.querySelector<HTMLElement>(FIELD) : null;
  (to ?? part.querySelector<HTMLElement>(CONTROL))?.focus();
}

/** Where the keyboard was when something opened is where it goes on when that has closed. */
export function useReturn(shown: boolean): void {
  const before = useRef<Element | null>(null);
  const was = useRef(false);
  if (shown && !was.current) before.current = document.activeElement;
  was.current = shown;
  useEffect(() => {
    if (!shown) return undefined;
    return () => {
      const at = document.activeElement;
      const lost = !at || at === document.body || at.closest('.ant-modal-root, .ant-drawer, .ant-popover');
      const to = before.current;
      if (lost && to instanceof HTMLElement && to !== document.body) to.focus({ preventScroll: true });
    };
  }, [shown]);
}
