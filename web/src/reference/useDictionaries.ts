import { useQuery } from '@tanstack/react-query';
import { useCallback } from 'react';
import { api, unwrap } from '../shared/api/client';
import type { DictionaryEntry } from '../shared/api/types';
import { pick } from '../shared/i18n';

/** The words of every list of codes, in one answer; the browser asks again only whether it has changed. */
export function useDictionaries() {
  return useQuery({ queryKey: ['dictionaries'], staleTime: 60_000, queryFn: () => unwrap(api.GET('/api/v1/dictionaries')) }).data?.items;
}

const NONE: DictionaryEntry[] = [];

/** The entries of a list, retired or not. */
export function useEntries(list: string): DictionaryEntry[] {
  return useDictionaries()?.find((one) => one.code === list)?.entries ?? NONE;
}

/** What a list offers: its codes with their words, without those that are retired. */
export function useOffered(list: string): { value: string; label: string }[] {
  return useEntries(list).filter((entry) => !entry.retired).map((entry) => ({ value: entry.code, label: pick(entry.zh, entry.en) }));
}

/** From a code of a list to its words, retired or not; a code that is not known is shown as it is. */
export function useWordOf(): (list: string, code: string) => string {
  const lists = useDictionaries();
  return useCallback(
    (list, code) => {
      const entry = lists?.find((one) => one.code === list)?.entries.find((one) => one.code === code);
      return entry ? pick(entry.zh, entry.en) : code;
    },
    [lists],
  );
}
