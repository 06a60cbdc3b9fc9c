import { useQuery } from '@tanstack/react-query';
import { useCallback } from 'react';
import { api, unwrap } from '../shared/api/client';
import { pick } from '../shared/i18n';

/** The roles, for those who may see them. */
export function useRoles(enabled = true) {
  return useQuery({ queryKey: ['roles'], enabled, queryFn: () => unwrap(api.GET('/api/v1/roles')) });
}

/** The organisation tree, open to everybody. */
export function useOrganisations() {
  return useQuery({ queryKey: ['organisations'], queryFn: () => unwrap(api.GET('/api/v1/organisations')) });
}

/** The posts, open to everybody. */
export function usePosts() {
  return useQuery({ queryKey: ['posts'], queryFn: () => unwrap(api.GET('/api/v1/posts')) });
}

/** Choices of a select: open organisations by code and name. */
export function useOrganisationOptions() {
  const organisations = useOrganisations();
  return (organisations.data?.items ?? [])
    .filter((one) => !one.closed_on)
    .map((one) => ({ value: one.code, label: `${one.code} ${pick(one.name_zh, one.name_en)}` }));
}

/** From the code of a role to its name. */
export function useRoleName() {
  const roles = useRoles();
  const items = roles.data?.items;
  return useCallback(
    (code: string) => {
      const role = items?.find((one) => one.code === code);
      return role ? pick(role.name_zh, role.name_en) : code;
    },
    [items],
  );
}
