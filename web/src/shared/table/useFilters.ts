import { useCallback, useMemo } from 'react';
import { useSearchParams } from 'react-router';

export type Filters = Record<string, string>;

/** Filters and sort live in the address, so that a list can be shared and the way back works. */
export function useFilters(): [Filters, (next: Filters) => void, (part: Record<string, string | undefined>) => void] {
  const [params, setParams] = useSearchParams();
  const filters = useMemo(() => Object.fromEntries(params.entries()), [params]);
  const replace = useCallback(
    (next: Filters) => setParams(Object.fromEntries(Object.entries(next).filter(([, value]) => value !== ''))),
    [setParams],
  );
  const change = useCallback(
    (part: Record<string, string | undefined>) => {
      const next: Filters = { ...filters };
      for (const [name, value] of Object.entries(part)) {
        if (value === undefined || value === '') delete next[name];
        else next[name] = value;
      }
      setParams(next);
    },
    [filters, setParams],
  );
  return [filters, replace, change];
}
