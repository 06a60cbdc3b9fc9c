/** Which rows of a list are chosen: pure, so that it can be tested without a browser. */

/** More rows than this are never chosen at once: each is a command of its own. */
export const MOST_CHOSEN = 1_000;

/** Chosen rows by their keys, in the order of choice; frozen as they were seen. */
export type Chosen<T> = ReadonlyMap<string, T>;

/** What a table shows as chosen becomes the choice: rows of other pages stay, those of this page are as the table says. */
export function chosenAfter<T>(before: Chosen<T>, page: readonly T[], keyOf: (row: T) => string, checked: readonly string[]): Chosen<T> {
  const wanted = new Set(checked);
  const here = new Map(page.map((row) => [keyOf(row), row]));
  const after = new Map([...before].filter(([key]) => !here.has(key) || wanted.has(key)));
  for (const [key, row] of here) {
    if (wanted.has(key) && !after.has(key) && after.size < MOST_CHOSEN) after.set(key, row);
  }
  return after;
}

/** A page as a list gives it. */
export interface Piece<T> {
  items: T[];
  next_cursor?: string | null | undefined;
}

/** All rows that a search finds now, piece by piece, up to the most that may be chosen; `more` when there are more. */
export async function collect<T>(fetch: (cursor: string | undefined, limit: number) => Promise<Piece<T>>, keyOf: (row: T) => string): Promise<{ rows: Chosen<T>; more: boolean }> {
  const rows = new Map<string, T>();
  let cursor: string | undefined;
  for (;;) {
    const piece = await fetch(cursor, Math.min(200, MOST_CHOSEN + 1 - rows.size));
    for (const row of piece.items) {
      if (rows.size === MOST_CHOSEN && !rows.has(keyOf(row))) return { rows, more: true };
      rows.set(keyOf(row), row);
    }
    if (!piece.next_cursor) return { rows, more: false };
    cursor = piece.next_cursor;
  }
}

/** What became of a row: done, refused with a reason, or not tried. */
export type Outcome = { state: 'waiting' } | { state: 'running' } | { state: 'done'; told?: string | undefined } | { state: 'refused'; why: string; code: string };

const AT_ONCE = 4;

/** Runs a command for every key, a few at a time; each tells its outcome as soon as it is known. None is left out, whatever the others do. */
export async function runEach(keys: readonly string[], run: (key: string) => Promise<string | undefined>, tell: (key: string, outcome: Outcome) => void): Promise<void> {
  let next = 0;
  const work = async () => {
    while (next < keys.length) {
      const key = keys[next]!;
      next += 1;
      tell(key, { state: 'running' });
      try {
        tell(key, { state: 'done', told: await run(key) });
      } catch (fault) {
        const { code } = fault as { code?: unknown };
        tell(key, { state: 'refused', why: fault instanceof Error ? fault.message : String(fault), code: typeof code === 'string' ? code : '' });
      }
    }
  };
  await Promise.all(Array.from({ length: Math.min(AT_ONCE, keys.length) }, work));
}
