import { useQuery } from '@tanstack/react-query';
import { api, unwrap } from '../shared/api/client';

export type Presets = NonNullable<ReturnType<typeof useSetup>['data']>['presets'];

/** Where the set-up stands; asked again and again while a demo is being made. */
export function useSetup(every?: number) {
  return useQuery({ queryKey: ['setup'], queryFn: () => unwrap(api.GET('/api/v1/setup')), ...(every ? { refetchInterval: every } : {}) });
}
