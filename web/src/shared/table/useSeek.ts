import { keepPreviousData, useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { useState } from 'react';

export interface SeekPage<T> {
  items: T[];
  next_cursor?: string | null | undefined;
}

export interface Seek<T> {
  rows: T[];
  /** False until the first page has come. */
  ready: boolean;
  fetching: boolean;
  error: unknown;
  refetch: () => void;
  /** Ordinal of the first row shown. */
  from: number;
  previous: (() => void) | undefined;
  next: (() => void) | undefined;
  /** Of a list that scrolls: fetches the rows that follow. */
  more: (() => void) | undefined;
}

interface Place {
  of: string;
  cursors: string[];
}

/** What a seek needs to know of its table. */
interface Paged {
  pageSize: number;
  ready: boolean;
  continuous?: boolean;
}

type Fetch<T> = (page: { cursor?: string; limit: number }) => Promise<SeekPage<T>>;

/** A list of any size by cursors: page by page, or as one that grows while it is scrolled. */
export function useSeek<T>(key: unknown[], table: Paged, fetch: Fetch<T>): Seek<T> {
  const scrolling = table.continuous ?? false;
  const paged = usePages(key, { ...table, ready: table.ready && !scrolling }, fetch);
  const scrolled = useScroll(key, { ...table, ready: table.ready && scrolling }, fetch);
  return scrolling ? scrolled : paged;
}

/** The way back is remembered, a new question starts at its first page. */
function usePages<T>(key: unknown[], { pageSize: limit, ready }: Paged, fetch: Fetch<T>): Seek<T> {
  const of = JSON.stringify([key, limit]);
  const [place, setPlace] = useState<Place>({ of, cursors: [] });
  const cursors = place.of === of ? place.cursors : [];
  const cursor = cursors[cursors.length - 1];
  const query = useQuery({
    queryKey: [...key, 'page', limit, cursor ?? ''],
    enabled: ready,
    queryFn: () => fetch(cursor === undefined ? { limit } : { cursor, limit }),
    placeholderData: keepPreviousData,
  });
  const following = query.isPlaceholderData ? undefined : query.data?.next_cursor;
  return {
    rows: query.data?.items ?? [],
    ready: query.data !== undefined,
    fetching: query.isFetching,
    error: query.error,
    refetch: () => void query.refetch(),
    from: cursors.length * limit + 1,
    previous: cursors.length > 0 ? () => setPlace({ of, cursors: cursors.slice(0, -1) }) : undefined,
    next: following ? () => setPlace({ of, cursors: [...cursors, following] }) : undefined,
    more: undefined,
  };
}

function useScroll<T>(key: unknown[], { pageSize: limit, ready }: Paged, fetch: Fetch<T>): Seek<T> {
  const query = useInfiniteQuery({
    queryKey: [...key, 'scroll', limit],
    enabled: ready,
    initialPageParam: '',
    queryFn: ({ pageParam }) => fetch(pageParam === '' ? { limit } : { cursor: pageParam, limit }),
    getNextPageParam: (last: SeekPage<T>) => last.next_cursor ?? undefined,
    // Hundreds of pieces are not fetched again because time passed; the reader refreshes.
    staleTime: Infinity,
    select: (data) => data.pages.flatMap((page) => page.items),
  });
  return {
    rows: query.data ?? [],
    ready: query.data !== undefined,
    fetching: query.isFetching,
    error: query.error,
    refetch: () => void query.refetch(),
    from: 1,
    previous: undefined,
    next: undefined,
    more: query.hasNextPage && !query.isFetching ? () => void query.fetchNextPage() : undefined,
  };
}
