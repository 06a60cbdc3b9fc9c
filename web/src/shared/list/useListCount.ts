import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { COUNTED_UNASKED } from './ListTools';
import type { DeclaredList } from './useDeclaredList';

/** What is asked to count a list. */
export interface Counting {
  limit: number;
  with_totals: boolean;
  totals_most?: number;
}

interface Counted {
  totals?: { count: number; more: boolean } | null | undefined;
}

/** How many rows a declared list has, counted apart from them up to a bound. */
export function useListCount<T>(list: DeclaredList<T>, query: object, ask: (part: Counting & { where?: string }) => Promise<Counted>) {
  const { where } = list.asked;
  const counted = useQuery({
    queryKey: [list.name, query, where, 'totals'],
    enabled: list.table.ready,
    queryFn: () => ask({ limit: 1, with_totals: true, totals_most: COUNTED_UNASKED, ...(where ? { where } : {}) }),
    placeholderData: keepPreviousData,
  });
  return counted.data?.totals ?? undefined;
}

/** How many rows a composed search would find. */
export async function countWhere(ask: (part: Counting & { where?: string }) => Promise<Counted>, where: string): Promise<{ count: number; more: boolean }> {
  const answer = await ask({ limit: 1, with_totals: true, totals_most: COUNTED_UNASKED, where });
  return { count: answer.totals?.count ?? 0, more: answer.totals?.more ?? false };
}
