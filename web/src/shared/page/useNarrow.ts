import { useSyncExternalStore } from 'react';

/** Follows what the browser says about the screen and its reader. */
function follow(query: string) {
  const asked = window.matchMedia(query);
  const subscribe = (listener: () => void): (() => void) => {
    asked.addEventListener('change', listener);
    return () => asked.removeEventListener('change', listener);
  };
  return () => useSyncExternalStore(subscribe, () => asked.matches);
}

/** True at phone width, where tables become cards. */
export const useNarrow = follow('screen and (max-width: 767px)');

/** True when the reader asked their system for less motion: nothing slides or fades. */
export const useStill = follow('(prefers-reduced-motion: reduce)');
