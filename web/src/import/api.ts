import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { api, commandHeaders, newCommandKey, unwrap } from '../shared/api/client';
import type { CutOver, Import, ImportPreview } from '../shared/api/types';

const KEY = ['imports'];

/** Whether the work on it goes on without anybody looking. */
export const inWork = (one: Import) => one.state === 'queued' || one.state === 'running';
/** Whether it may be tried or taken in. */
export const mayRun = (one: Import) => ['uploaded', 'checked', 'refused', 'failed', 'cancelled'].includes(one.state);

export function useEntities() {
  return useQuery({ queryKey: [...KEY, 'entities'], staleTime: Infinity, queryFn: () => unwrap(api.GET('/api/v1/imports/entities')) });
}

export function useImport(id: string) {
  return useQuery({
    queryKey: [...KEY, 'one', id],
    queryFn: () => unwrap(api.GET('/api/v1/imports/{id}', { params: { path: { id } } })),
    refetchInterval: (query) => (query.state.data && inWork(query.state.data) ? 700 : false),
  });
}

/** The first rows: whoever sent the file sees them until they are taken in, and who may let it in once it was tried. */
export function usePreview(one: Import | undefined, allowed: boolean) {
  const id = one?.id ?? '';
  return useQuery({
    queryKey: [...KEY, 'preview', id],
    enabled: Boolean(one && allowed && mayRun(one)),
    queryFn: () => unwrap(api.GET('/api/v1/imports/{id}/preview', { params: { path: { id } } })),
  });
}

export function useUpload() {
  const queries = useQueryClient();
  return useMutation<ImportPreview, unknown, { entity: string; file: File }>({
    mutationFn: ({ entity, file }) =>
      unwrap(
        api.POST('/api/v1/imports', {
          params: { query: { entity, file_name: file.name } },
          headers: { ...commandHeaders(newCommandKey()), 'Content-Type': 'application/octet-stream' },
          body: file as unknown as string,
          bodySerializer: (body) => body as unknown as File,
        }),
      ),
    onSuccess: (preview) => {
      queries.setQueryData([...KEY, 'preview', preview.import.id], preview);
      return queries.invalidateQueries({ queryKey: [...KEY, 'list'] });
    },
  });
}

/** Says which heading is which column; what was tried before counts no more. */
export function useChooseColumns(id: string) {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: (columns: (string | null)[]) => unwrap(api.PUT('/api/v1/imports/{id}/columns', { params: { path: { id } }, body: { columns }, headers: commandHeaders(newCommandKey()) })),
    onSuccess: (preview) => {
      queries.setQueryData([...KEY, 'preview', id], preview);
      queries.setQueryData([...KEY, 'one', id], preview.import);
      queries.removeQueries({ queryKey: [...KEY, 'errors', id] });
      return queries.invalidateQueries({ queryKey: [...KEY, 'list'] });
    },
  });
}

export function useRun(id: string) {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: (dryRun: boolean) =>
      unwrap(api.POST('/api/v1/imports/{id}/run', { params: { path: { id }, query: { dry_run: dryRun } }, headers: commandHeaders(newCommandKey()) })),
    onSuccess: (one) => {
      queries.setQueryData([...KEY, 'one', id], one);
      queries.removeQueries({ queryKey: [...KEY, 'errors', id] });
      return queries.invalidateQueries({ queryKey: [...KEY, 'list'] });
    },
  });
}

export function useCancel(id: string) {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: () => unwrap(api.POST('/api/v1/imports/{id}/cancel', { params: { path: { id } }, headers: commandHeaders(newCommandKey()) })),
    onSettled: () => queries.invalidateQueries({ queryKey: [...KEY, 'one', id] }),
  });
}

/** Compares the lender's totals with the book; nothing is stored. */
export function useCutOver() {
  return useMutation<CutOver, unknown, File>({
    mutationFn: (file) =>
      unwrap(
        api.POST('/api/v1/imports/cut-over', {
          headers: { 'Content-Type': 'application/octet-stream' },
          body: file as unknown as string,
          bodySerializer: (body) => body as unknown as File,
        }),
      ),
  });
}
