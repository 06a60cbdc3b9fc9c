import { useSession } from '../../access/session';
import { useFilters } from '../table/useFilters';
import { usePreferences } from './preferences';

/** The currency of a page: what its address says, else the one looked at last, else the lender's own, if it is on offer. */
export function useChosenCurrency(offered?: readonly string[]): [string | undefined, (currency: string) => void] {
  const [filters, , change] = useFilters();
  const preferences = usePreferences();
  const own = useSession().currency;
  const remembered = [preferences.currency, own].find((one) => one && (!offered || offered.includes(one))) ?? undefined;
  const choose = (currency: string) => {
    preferences.change({ currency });
    change({ currency });
  };
  return [filters.currency ?? remembered, choose];
}
