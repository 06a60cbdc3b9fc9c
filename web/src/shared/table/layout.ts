/** How a table looks: pure, so that reset, pinning and order can be tested without a browser. */

export type Pin = 'left' | 'right';
export type Density = 'compact' | 'roomy';

/** What a page says about a column. */
export interface ColumnSpec {
  key: string;
  width?: number;
  fixed?: Pin;
  /** Cannot be hidden. */
  locked?: boolean;
  /** Hidden until the reader asks for it. */
  extra?: boolean;
}

/** What a reader wants of a column; without a width it has the table's own. */
export interface ColumnState {
  key: string;
  shown: boolean;
  pin?: Pin | null;
  width?: number | null;
}

export interface Layout {
  columns?: ColumnState[];
  density?: Density | null;
  page_size?: number | null;
  /** One list that scrolls instead of pages. */
  continuous?: boolean;
  sort?: string | null;
}

export const NARROWEST = 40;
export const WIDEST = 1200;
const ORDER: (Pin | null)[] = ['left', null, 'right'];

export function clampWidth(width: number): number {
  return Math.min(WIDEST, Math.max(NARROWEST, Math.round(width)));
}

/** The columns as the table comes. */
export function defaultColumns(specs: readonly ColumnSpec[]): ColumnState[] {
  return inSections(specs.map((spec) => ({ key: spec.key, shown: !spec.extra || spec.locked === true, pin: spec.fixed ?? null, width: null })));
}

/** Pinned left, then free, then pinned right; inside each the order stays. */
function inSections(columns: ColumnState[]): ColumnState[] {
  return ORDER.flatMap((pin) => columns.filter((column) => (column.pin ?? null) === pin));
}

/** Every column of the table once: kept ones in their order, unknown ones dropped, new ones behind the column that they follow. */
export function columnsOf(specs: readonly ColumnSpec[], layout: Layout): ColumnState[] {
  const kept = layout.columns ?? [];
  if (kept.length === 0) return defaultColumns(specs);
  const locked = new Set(specs.filter((spec) => spec.locked).map((spec) => spec.key));
  const known = new Set(specs.map((spec) => spec.key));
  const columns = inSections(
    kept
      .filter((column, index) => known.has(column.key) && kept.findIndex((one) => one.key === column.key) === index)
      .map((column) => ({ key: column.key, shown: column.shown || locked.has(column.key), pin: column.pin ?? null, width: column.width ?? null })),
  );
  const fresh = defaultColumns(specs);
  specs.forEach((spec, index) => {
    if (columns.some((column) => column.key === spec.key)) return;
    const before = specs.slice(0, index).reverse().find((one) => columns.some((column) => column.key === one.key));
    const at = before ? columns.findIndex((column) => column.key === before.key) + 1 : 0;
    columns.splice(at, 0, fresh.find((column) => column.key === spec.key)!);
  });
  return inSections(columns);
}

function changed(columns: readonly ColumnState[], key: string, part: Partial<ColumnState>): ColumnState[] {
  return inSections(columns.map((column) => (column.key === key ? { ...column, ...part } : column)));
}

export function show(columns: readonly ColumnState[], key: string, shown: boolean): ColumnState[] {
  return changed(columns, key, { shown });
}

/** Pins a column as the innermost of its side; null lets it scroll again, next to where it was. */
export function pinTo(columns: readonly ColumnState[], key: string, pin: Pin | null): ColumnState[] {
  const one = columns.find((column) => column.key === key);
  if (!one || (one.pin ?? null) === pin) return [...columns];
  const rest = columns.filter((column) => column.key !== key);
  const pinned = { ...one, pin };
  // Innermost: at the end on the left side, at the beginning on the right; the same leaves the pinned ones' neighbours.
  return inSections(pin === 'left' || (pin === null && one.pin === 'right') ? [...rest, pinned] : [pinned, ...rest]);
}

export function widen(columns: readonly ColumnState[], key: string, width: number | null): ColumnState[] {
  return changed(columns, key, { width: width === null ? null : clampWidth(width) });
}

/** Puts a column where another one is; it goes to that one's side, too. */
export function moveTo(columns: readonly ColumnState[], key: string, over: string): ColumnState[] {
  const to = columns.findIndex((column) => column.key === over);
  const from = columns.findIndex((column) => column.key === key);
  if (from < 0 || to < 0 || from === to) return [...columns];
  const next = columns.filter((column) => column.key !== key);
  next.splice(to, 0, { ...columns[from]!, pin: columns[to]!.pin ?? null });
  return inSections(next);
}

/** One step up or down, within the column's side. */
export function step(columns: readonly ColumnState[], key: string, by: -1 | 1): ColumnState[] {
  const from = columns.findIndex((column) => column.key === key);
  const other = columns[from + by];
  if (from < 0 || !other || (other.pin ?? null) !== (columns[from]!.pin ?? null)) return [...columns];
  return moveTo(columns, key, other.key);
}

function same(a: readonly ColumnState[], b: readonly ColumnState[]): boolean {
  return a.length === b.length && a.every((column, index) => sameColumn(column, b[index]!));
}

function sameColumn(a: ColumnState, b: ColumnState): boolean {
  return a.key === b.key && a.shown === b.shown && (a.pin ?? null) === (b.pin ?? null) && (a.width ?? null) === (b.width ?? null);
}

/** What is worth keeping: nothing of what is as the table comes. */
export function toKeep(specs: readonly ColumnSpec[], layout: Layout): Layout {
  const columns = columnsOf(specs, layout);
  return {
    ...(same(columns, defaultColumns(specs)) ? {} : { columns }),
    ...(layout.density && layout.density !== 'compact' ? { density: layout.density } : {}),
    ...(layout.page_size ? { page_size: layout.page_size } : {}),
    ...(layout.continuous ? { continuous: true } : {}),
    ...(layout.sort ? { sort: layout.sort } : {}),
  };
}

export function isEmpty(layout: Layout): boolean {
  return Object.keys(layout).length === 0;
}

/** Whether two layouts show the same. */
export function sameLayout(specs: readonly ColumnSpec[], a: Layout, b: Layout): boolean {
  return JSON.stringify(toKeep(specs, a)) === JSON.stringify(toKeep(specs, b));
}
