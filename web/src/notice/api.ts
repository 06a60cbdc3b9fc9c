import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { api, commandHeaders, newCommandKey, unwrap } from '../shared/api/client';
import type { ToDo } from '../shared/api/types';

const TO_DOS = ['to-dos'];

/** What waits and what is unread: asked for once a minute, and whenever the window is looked at again. */
export function useToDos() {
  return useQuery({
    queryKey: TO_DOS,
    queryFn: () => unwrap(api.GET('/api/v1/to-dos')),
    refetchInterval: 60_000,
    refetchOnWindowFocus: 'always',
    staleTime: 30_000,
  });
}

/** News that were opened are not counted again; tasks stand until they are done. */
export function useSeen() {
  const queries = useQueryClient();
  const seen = useMutation({
    mutationFn: (code: string) => unwrap(api.POST('/api/v1/to-dos/{code}/seen', { params: { path: { code } }, headers: commandHeaders(newCommandKey()) })),
    onSuccess: () => queries.invalidateQueries({ queryKey: TO_DOS }),
  });
  return (one: ToDo) => {
    if (one.news) seen.mutate(one.code);
  };
}

/** Marks a notice, or all of them, as read. */
export function useRead() {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: (id: string | 'all') =>
      id === 'all'
        ? unwrap(api.POST('/api/v1/notices/read', { headers: commandHeaders(newCommandKey()) }))
        : unwrap(api.POST('/api/v1/notices/{id}/read', { params: { path: { id } }, headers: commandHeaders(newCommandKey()) })),
    onSuccess: () => Promise.all([queries.invalidateQueries({ queryKey: TO_DOS }), queries.invalidateQueries({ queryKey: ['notices'] })]),
  });
}

/** Where the rows of a count are. */
export const PLACES: Record<string, string> = {
  close_failed: '/close-of-business',
  close_done: '/close-of-business',
  proposals_to_decide: '/pending-changes',
  proposals_decided: '/pending-changes?state=approved',
  exports_finished: '/messages?tab=files',
  exports_failed: '/messages?tab=files',
  password_expires: '/messages?tab=password',
  deputy_for: '/messages',
};
