import { keepPreviousData, useQuery } from '@tanstack/react-query';
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
}

interface Place {
  of: string;
  cursors: string[];
}

/** What a seek needs to know of its table. */
interface Paged {
  pageSize: number;
  ready: boolean;
}

/** Pages through a list of any size by cursors; the way back is remembered, a new question starts at its first page. */
export function useSeek<T>(key: unknown[], { pageSize: limit, ready }: Paged, fetch: (page: { cursor?: string; limit: number }) => Promise<SeekPage<T>>): Seek<T> {
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
  };
}
