import { useQuery } from '@tanstack/react-query';
import { api, unwrap } from '../shared/api/client';
import { pick } from '../shared/i18n';

/** The chart of accounts. */
export function useAccounts() {
  return useQuery({ queryKey: ['ledger', 'accounts'], queryFn: () => unwrap(api.GET('/api/v1/ledger/accounts')) });
}

/** Choices of a select: accounts and headings by code and name. */
export function useAccountOptions(): { value: string; label: string }[] {
  const accounts = useAccounts();
  return (accounts.data?.items ?? []).map((one) => ({ value: one.code, label: `${one.code} ${pick(one.name_zh, one.name_en)}` }));
}
