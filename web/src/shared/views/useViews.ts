import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useEffect, useRef, useState } from 'react';
import { api, unwrap } from '../api/client';
import type { SavedView } from '../api/types';
import type { Layout } from '../table/layout';
import type { Filters } from '../table/useFilters';
import { addressOf, filtersOf, isChanged } from './view';

/** The views of a list and the one that its address names. */
export interface ViewsState {
  table: string;
  list: SavedView[];
  ready: boolean;
  active: SavedView | undefined;
  /** The reader changed columns or density since the view was opened. */
  changed: Layout | null;
  setChanged: (layout: Layout | null) => void;
  /** Filters, order or columns are no longer those of the view. */
  modified: boolean;
  /** Filters of the address without order and view. */
  filters: Filters;
  open: (view: SavedView) => void;
  leave: () => void;
  /** The view is gone; what it asked stays. */
  drop: (view: SavedView) => void;
  refresh: () => Promise<void>;
}

type Address = [Filters, (next: Filters) => void, (part: Record<string, string | undefined>) => void];

export function useViews(table: string, [filters, search]: Address): ViewsState {
  const queries = useQueryClient();
  const key = ['saved-views', table];
  const query = useQuery({ queryKey: key, queryFn: () => unwrap(api.GET('/api/v1/saved-views', { params: { query: { table } } })), select: (found) => found.items });
  const [change, setChange] = useState<{ of: string; layout: Layout } | null>(null);
  const list = query.data ?? [];
  const active = list.find((view) => view.id === filters.view);
  const of = active ? `${active.id}/${active.version}` : '';
  const changed = change && change.of === of ? change.layout : null;
  const open = (view: SavedView) => {
    setChange(null);
    search(addressOf(view));
  };
  const opened = useRef(false);
  const chosen = list.find((view) => view.is_default);
  const bare = Object.keys(filters).length === 0;
  // Only when the page is opened without a question: a reader who clears the search wants everything.
  useEffect(() => {
    if (opened.current || query.data === undefined) return;
    opened.current = true;
    if (bare && chosen) search(addressOf(chosen));
  }, [query.data, bare, chosen, search]);
  return {
    table,
    list,
    ready: !query.isPending && (opened.current || !bare || !chosen),
    active,
    changed,
    setChanged: (layout) => setChange(layout ? { of, layout } : null),
    modified: active !== undefined && (changed !== null || isChanged(active, filters)),
    filters: filtersOf(filters),
    open,
    leave: () => {
      setChange(null);
      search({});
    },
    drop: (view) => {
      const { view: named, ...rest } = filters;
      if (named === view.id) search(rest);
    },
    refresh: () => queries.invalidateQueries({ queryKey: key }),
  };
}
