/** What was opened from the search. Only addresses and numbers are kept in the browser: no name of a customer. */
export interface Recent {
  kind: string;
  text: string;
  path: string;
}

export const MOST_RECENT = 6;

/** The list with `one` in front: each address once, the oldest gives way. */
export function withRecent(list: Recent[], one: Recent): Recent[] {
  return [one, ...list.filter((old) => old.path !== one.path)].slice(0, MOST_RECENT);
}

/** Reads what was kept; anything else is nothing. */
export function readRecent(text: string | null): Recent[] {
  try {
    const found: unknown = JSON.parse(text ?? '[]');
    if (!Array.isArray(found)) return [];
    const sound = (one: Partial<Recent> | null) =>
      typeof one?.kind === 'string' && typeof one.text === 'string' && typeof one.path === 'string' && /^\/(?!\/)/.test(one.path);
    return found.filter(sound).slice(0, MOST_RECENT) as Recent[];
  } catch {
    return [];
  }
}

const key = (login: string) => `xindai.recent.${login}`;

export function loadRecent(login: string): Recent[] {
  return readRecent(localStorage.getItem(key(login)));
}

export function keepRecent(login: string, one: Recent): void {
  localStorage.setItem(key(login), JSON.stringify(withRecent(loadRecent(login), one)));
}
