import { useQuery, useQueryClient } from '@tanstack/react-query';
import { createContext, useCallback, useContext } from 'react';
import { api, unwrap } from '../shared/api/client';
import { ApiProblem } from '../shared/api/problem';
import type { Session } from '../shared/api/types';

export const SessionContext = createContext<Session | null>(null);

/** Who is signed in; null when nobody is. */
export function useSessionQuery() {
  return useQuery({
    queryKey: ['session'],
    staleTime: 60_000,
    queryFn: async (): Promise<Session | null> => {
      try {
        return await unwrap(api.GET('/api/v1/session'));
      } catch (problem) {
        if (problem instanceof ApiProblem && (problem.status === 401 || problem.code === 'access.address_refused')) return null;
        throw problem;
      }
    },
  });
}

export function useSession(): Session {
  const session = useContext(SessionContext);
  if (!session) throw new Error('this screen is shown to signed-in users only');
  return session;
}

/** What one may not do is absent: screens ask here before they draw a button. */
export function useMay(): (permission: string) => boolean {
  const { permissions } = useSession();
  return useCallback((permission) => permission === 'signed_in' || permissions.includes(permission), [permissions]);
}

/** The institution's current day; follows every close of business. */
export function useBusinessDay() {
  return useQuery({
    queryKey: ['business-day'],
    queryFn: () => unwrap(api.GET('/api/v1/business-day')),
    refetchInterval: 30_000,
  });
}

/** Uses the roles of somebody absent whose deputy one is, or one's own again; everything is read anew. */
export function useActFor() {
  const queries = useQueryClient();
  return useCallback(
    async (absent: string | null) => {
      await unwrap(api.PUT('/api/v1/session/acting-for', { body: { absent } }));
      await queries.invalidateQueries();
    },
    [queries],
  );
}

export function useSignOut() {
  const queries = useQueryClient();
  return useCallback(async () => {
    await unwrap(api.DELETE('/api/v1/session')).catch(() => undefined);
    sessionStorage.removeItem('xindai.tabs');
    queries.clear();
    queries.setQueryData(['session'], null);
  }, [queries]);
}
