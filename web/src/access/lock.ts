import { onlineManager, type QueryClient } from '@tanstack/react-query';
import { useCallback, useEffect, useSyncExternalStore } from 'react';
import { api, unwrap } from '../shared/api/client';

/** Whether the screen is locked, and whose it is. */
interface Lock {
  locked: boolean;
  login: string | null;
}

let lock: Lock = { locked: false, login: null };
const listeners = new Set<() => void>();
/** All tabs of one session lock and unlock together. */
const tabs = typeof BroadcastChannel === 'undefined' ? null : new BroadcastChannel('xindai.lock');

function put(next: Lock): void {
  if (next.locked === lock.locked && next.login === lock.login) return;
  lock = next;
  // Behind the curtain nothing is asked for: it would be refused, and pages would forget what they show.
  onlineManager.setOnline(!next.locked);
  for (const listener of listeners) listener();
}

/** Draws the curtain, here and in the other tabs. The server may have locked the session already. */
export function drawCurtain(login: string | null): void {
  if (!lock.locked) tabs?.postMessage({ locked: true, login });
  put({ locked: true, login: login ?? lock.login });
}

/** Opens it again, here and in the other tabs. */
export function openCurtain(): void {
  tabs?.postMessage({ locked: false, login: null });
  put({ locked: false, login: null });
}

export function useLock(): Lock {
  return useSyncExternalStore(
    (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    () => lock,
  );
}

/** Follows the other tabs; what was on the screen is read anew when it opens. */
export function useOtherTabs(queries: QueryClient): void {
  useEffect(() => {
    if (!tabs) return undefined;
    const listen = ({ data }: MessageEvent<Lock>) => {
      put(data);
      if (!data.locked) void queries.invalidateQueries();
    };
    tabs.addEventListener('message', listen);
    return () => tabs.removeEventListener('message', listen);
  }, [queries]);
}

/** Locks the session: the curtain first, then the server, which refuses everything from then on. */
export function useLockNow(login: string): (idle?: boolean) => void {
  return useCallback(
    (idle = false) => {
      drawCurtain(login);
      void unwrap(api.POST('/api/v1/session/lock', { body: { idle } })).catch(() => undefined);
    },
    [login],
  );
}

const TOUCHED = 'xindai.touched';
const WATCHED = ['pointerdown', 'keydown', 'wheel', 'touchstart'] as const;

/** Locks when nobody has touched any tab for so many minutes. */
export function useIdleLock(minutes: number, lockNow: (idle: boolean) => void): void {
  useEffect(() => {
    let noted = 0;
    const touch = () => {
      const now = Date.now();
      if (now - noted < 5_000) return;
      noted = now;
      localStorage.setItem(TOUCHED, String(now));
    };
    const look = () => {
      const last = Number(localStorage.getItem(TOUCHED) ?? Date.now());
      if (!lock.locked && Date.now() - last >= minutes * 60_000) lockNow(true);
    };
    touch();
    // Whoever signed in anew here has opened the other tabs, too.
    if (!lock.locked) tabs?.postMessage({ locked: false, login: null });
    for (const name of WATCHED) document.addEventListener(name, touch, { capture: true, passive: true });
    const timer = setInterval(look, 5_000);
    return () => {
      clearInterval(timer);
      for (const name of WATCHED) document.removeEventListener(name, touch, { capture: true });
    };
  }, [minutes, lockNow]);
}
