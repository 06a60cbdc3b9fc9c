import { useFilters } from '../table/useFilters';
import { usePreferences } from './preferences';

/** The currency of a page: what its address says, else the one looked at last, if it is on offer. */
export function useChosenCurrency(offered?: readonly string[]): [string | undefined, (currency: string) => void] {
  const [filters, , change] = useFilters();
  const preferences = usePreferences();
  const last = preferences.currency;
  const remembered = last && (!offered || offered.includes(last)) ? last : undefined;
  const choose = (currency: string) => {
    preferences.change({ currency });
    change({ currency });
  };
  return [filters.currency ?? remembered, choose];
}
