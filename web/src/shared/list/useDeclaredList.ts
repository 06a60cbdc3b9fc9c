import { useQuery } from '@tanstack/react-query';
import { type ReactNode, useMemo } from 'react';
import { useCurrencies } from '../../product/currencies';
import { useDictionaries } from '../../reference/useDictionaries';
import { api, unwrap } from '../api/client';
import type { ListDescription } from '../api/types';
import { pick } from '../i18n';
import type { QueryField } from '../query/fields';
import type { Kind } from '../query/where';
import type { Column } from '../table/columns';
import { type Filters, useFilters } from '../table/useFilters';
import { type Seek, type SeekPage, useSeek } from '../table/useSeek';
import { type TableState, useTable } from '../table/useTable';
import { useViews, type ViewsState } from '../views/useViews';
import { columnsOf, fieldsOf } from './declared';

/** How a field of a list looks on the screen; its title, its order and whether it can be sorted are declared by the server. */
export interface Look<T> {
  render: (row: T) => ReactNode;
  width?: number;
  fixed?: 'left' | 'right';
  locked?: boolean;
  extra?: boolean;
  /** Of a column that only the screen has: its title, and behind which one it stands. */
  title?: string;
  after?: string;
  right?: boolean;
  /** Sorts by another field: a number by its day. */
  sort?: string;
}

export interface DeclaredList<T> {
  name: string;
  declared: ListDescription | undefined;
  /** Why the description did not come. */
  error: unknown;
  filters: Filters;
  search: (next: Filters) => void;
  change: (part: Record<string, string | undefined>) => void;
  views: ViewsState;
  table: TableState<T>;
  fields: QueryField[];
  currencies: string[];
  /** Composed search and order, as the server is asked. */
  asked: { where?: string; sort?: string };
}

/** The lists that the reader may see, as the server declares them. */
export function useLists() {
  return useQuery({ queryKey: ['lists'], staleTime: Infinity, queryFn: () => unwrap(api.GET('/api/v1/lists')) });
}

/** What a reader may choose from for a field whose values are texts, by its key. */
export type Suggestions = Record<string, { value: string; label: string }[]>;

/** Columns, order, composed search, saved views and file of a list: all from its one declaration. */
export function useDeclaredList<T>(name: string, looks: Record<string, Look<T>>, suggestions?: Suggestions): DeclaredList<T> {
  const lists = useLists();
  const currencies = useCurrencies();
  const declared = lists.data?.items.find((one) => one.name === name);
  const address = useFilters();
  const [filters, search, change] = address;
  const views = useViews(name, address);
  const columns = useMemo<Column<T>[]>(() => columnsOf(declared, looks, pick), [declared, looks]);
  const table = useTable(name, columns, address, views);
  const codes = currencies.length > 0 ? currencies : ['CNY'];
  const dictionaries = useDictionaries();
  const fields = useMemo(() => {
    const known = fieldsOf(declared, codes, pick, dictionaries) as (QueryField & { kind: Kind })[];
    return known.map((field) => (suggestions?.[field.name] ? { ...field, options: suggestions[field.name] } : field));
  }, [declared, codes.join(), suggestions, dictionaries]);
  return {
    name,
    declared,
    error: lists.error,
    filters,
    search,
    change,
    views,
    table: { ...table, ready: table.ready && declared !== undefined },
    fields,
    currencies: codes,
    asked: { ...(filters.where ? { where: filters.where } : {}), ...(table.sort ? { sort: table.sort } : {}) },
  };
}

/** The rows of a declared list. */
export function useListSeek<T>(list: DeclaredList<T>, query: object, fetch: (page: { cursor?: string; limit: number }) => Promise<SeekPage<T>>): Seek<T> {
  const seek = useSeek<T>([list.name, query, list.asked], list.table, fetch);
  return list.error ? { ...seek, error: list.error } : seek;
}
