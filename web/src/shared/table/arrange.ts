/** Order and filter of a table whose rows are all here: pure. */

/** What a column says of a row, to be ordered by and found: an amount as its number, a day as its text; nothing stands last. */
export type Said = string | number | boolean | null | undefined;

export interface Saying<T> {
  key: string;
  /** What rows are ordered by and found by; without it the column is neither. */
  value?: (row: T) => Said;
}

const NATURAL = new Intl.Collator('zh-CN', { numeric: true });

function compare(a: Said, b: Said): number {
  if (typeof a === 'number' && typeof b === 'number') return a - b;
  return NATURAL.compare(String(a), String(b));
}

function isNothing(said: Said): boolean {
  return said === null || said === undefined || said === '';
}

/** The rows in an order like `name` or `-name`; equal ones stay as they came, and those that say nothing stand last either way. */
export function inOrder<T>(rows: readonly T[], columns: readonly Saying<T>[], sort: string | undefined): readonly T[] {
  const descending = sort?.startsWith('-') ?? false;
  const key = descending ? sort!.slice(1) : sort;
  const value = columns.find((column) => column.key === key)?.value;
  if (!value) return rows;
  return [...rows].sort((a, b) => {
    const [left, right] = [value(a), value(b)];
    if (isNothing(left) || isNothing(right)) return Number(isNothing(left)) - Number(isNothing(right));
    return descending ? compare(right, left) : compare(left, right);
  });
}

/** The rows of which some column says every word of the text, whatever its case. */
export function found<T>(rows: readonly T[], columns: readonly Saying<T>[], text: string): readonly T[] {
  const words = text.toLowerCase().split(/\s+/).filter(Boolean);
  if (words.length === 0) return rows;
  const saying = columns.filter((column) => column.value);
  return rows.filter((row) => {
    const all = saying.map((column) => String(column.value!(row) ?? '').toLowerCase()).join('\n');
    return words.every((word) => all.includes(word));
  });
}
