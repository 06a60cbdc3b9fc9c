import { useMemo } from 'react';
import type { ViewsState } from '../views/useViews';
import type { Column } from './columns';
import { type ColumnState, columnsOf, type Density, type Layout, sameLayout, toKeep, widen } from './layout';
import type { Filters } from './useFilters';
import { useKeptLayout } from './useLayouts';

type Address = [Filters, (next: Filters) => void, (part: Record<string, string | undefined>) => void];

/** How a table looks now, and how its reader changes that. */
export interface TableState<T> {
  name: string;
  /** False until it is known how the reader wants the table. */
  ready: boolean;
  /** All columns in the reader's order. */
  states: ColumnState[];
  /** Those that are seen, with the reader's width and pin. */
  shown: Column<T>[];
  titles: Map<string, Column<T>>;
  /** Whether the reader has set any width: then columns are not stretched. */
  sized: boolean;
  density: Density;
  pageSize: number;
  /** One list that scrolls instead of pages. */
  continuous: boolean;
  sort: string | undefined;
  asItComes: boolean;
  /** A view decides; what is changed is part of the view once it is saved. */
  inView: boolean;
  layout: Layout;
  setColumns: (states: ColumnState[]) => void;
  setWidth: (key: string, width: number | null) => void;
  setDensity: (density: Density) => void;
  /** 0 is one list that scrolls. */
  setPageSize: (rows: number) => void;
  setSort: (sort: string | undefined) => void;
  reset: () => void;
}

const ROWS = 50;
/** So many rows are fetched at a time while a list scrolls. */
const PIECE = 200;

/** The layout of a table: of the view in the address, else as its reader left it, else as the table comes. */
export function useTable<T>(name: string, columns: Column<T>[], address?: Address, views?: ViewsState): TableState<T> {
  const kept = useKeptLayout(name);
  const active = views?.active;
  const base = active ? active.layout : {};
  const layout: Layout = active ? (views?.changed ?? base) : kept.layout;
  const [filters, , change] = address ?? [undefined, undefined, undefined];
  const put = (part: Layout) => {
    const next = { ...layout, ...part };
    if (active) views?.setChanged(sameLayout(columns, next, base) ? null : next);
    else kept.keep(toKeep(columns, next));
  };
  const states = useMemo(() => columnsOf(columns, layout), [columns, layout]);
  const titles = useMemo(() => new Map(columns.map((column) => [column.key, column])), [columns]);
  const shown = useMemo(() => states.filter((state) => state.shown).map((state) => dressed(titles.get(state.key)!, state)), [states, titles]);
  return {
    name,
    ready: kept.ready && (views?.ready ?? true),
    states,
    shown,
    titles,
    sized: states.some((state) => state.shown && typeof state.width === 'number'),
    density: layout.density ?? 'compact',
    pageSize: layout.continuous ? PIECE : (layout.page_size ?? ROWS),
    continuous: layout.continuous ?? false,
    sort: filters?.sort ?? layout.sort ?? undefined,
    asItComes: sameLayout(columns, layout, base) && (filters?.sort ?? null) === (base.sort ?? null),
    inView: active !== undefined,
    layout: { ...layout, sort: filters?.sort ?? layout.sort ?? null },
    setColumns: (next) => put({ columns: next }),
    setWidth: (key, width) => put({ columns: widen(states, key, width) }),
    setDensity: (density) => put({ density }),
    setPageSize: (rows) => put({ page_size: rows === ROWS || rows === 0 ? null : rows, continuous: rows === 0 }),
    setSort: (sort) => {
      put({ sort: sort ?? null });
      change?.({ sort });
    },
    reset: () => {
      if (active) views?.setChanged(null);
      else kept.keep({});
      change?.({ sort: base.sort ?? undefined });
    },
  };
}

function dressed<T>(column: Column<T>, state: ColumnState): Column<T> {
  const { fixed: _, width, ...rest } = column;
  const wide = state.width ?? width;
  return { ...rest, ...(state.pin ? { fixed: state.pin } : {}), ...(wide ? { width: wide } : {}) };
}
