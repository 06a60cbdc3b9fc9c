import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { api, commandHeaders, unwrap } from '../shared/api/client';
import type { ReferenceChange } from '../shared/api/types';

/** The codes of a kind with what holds on a day; the business day when none is named. */
export function useItems(kind: string, on?: string) {
  return useQuery({
    queryKey: ['reference', kind, 'items', on ?? ''],
    queryFn: () => unwrap(api.GET('/api/v1/reference/{kind}', { params: { path: { kind }, query: on ? { on } : {} } })),
  });
}

/** Choices of a select: the currencies in use. */
export function useCurrenciesInUse(): { value: string; label: string }[] {
  const items = useItems('currency').data?.items ?? [];
  const used = items.filter((one) => one.holds?.content?.kind === 'currency' && one.holds.content.enabled);
  return used.map((one) => ({ value: one.code, label: one.code }));
}

/** Periods and versions of a code. */
export function useHistory(kind: string, item: string | undefined) {
  return useQuery({
    queryKey: ['reference', kind, 'history', item ?? ''],
    enabled: item !== undefined,
    queryFn: () => unwrap(api.GET('/api/v1/reference/{kind}/{item}', { params: { path: { kind, item: item ?? '' } } })),
  });
}

interface Sent {
  item: string;
  body: ReferenceChange;
  key: string;
  dryRun: boolean;
}

/** Writes a version of a code, or shows what that would change. */
export function useChange(kind: string) {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: ({ item, body, key, dryRun }: Sent) =>
      unwrap(
        api.POST('/api/v1/reference/{kind}/{item}/versions', {
          params: { path: { kind, item }, query: { dry_run: dryRun } },
          body,
          headers: commandHeaders(key),
        }),
      ),
    onSuccess: (_, { dryRun }) => {
      if (!dryRun) void queries.invalidateQueries({ queryKey: ['reference', kind] });
    },
  });
}
