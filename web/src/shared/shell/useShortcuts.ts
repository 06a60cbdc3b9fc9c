import { useEffect } from 'react';

interface Actions {
  openSearch: () => void;
  openHelp: () => void;
  lock: () => void;
}

export function isTyping(target: EventTarget | null): boolean {
  return target instanceof HTMLElement && (target.isContentEditable || /^(INPUT|TEXTAREA|SELECT)$/.test(target.tagName));
}

/** ⌘K opens the palette, / goes to the search field of the page in front, ? shows the keys, ⌘⇧L locks the screen. */
export function useShortcuts(actions: Actions): void {
  useEffect(() => {
    const listen = (event: KeyboardEvent) => {
      if ((event.metaKey || event.ctrlKey) && event.key.toLowerCase() === 'k') {
        event.preventDefault();
        actions.openSearch();
        return;
      }
      if ((event.metaKey || event.ctrlKey) && event.shiftKey && event.key.toLowerCase() === 'l') {
        event.preventDefault();
        actions.lock();
        return;
      }
      if (isTyping(event.target) || event.metaKey || event.ctrlKey || event.altKey) return;
      if (event.key === '/') {
        event.preventDefault();
        const field = document.querySelector<HTMLInputElement>('[data-active="true"] input[data-search]');
        if (field) field.focus();
        else actions.openSearch();
      } else if (event.key === '?') {
        actions.openHelp();
      }
    };
    document.addEventListener('keydown', listen);
    return () => document.removeEventListener('keydown', listen);
  });
}
