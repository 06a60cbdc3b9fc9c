import { useQuery, useQueryClient } from '@tanstack/react-query';
import { App } from 'antd';
import { useCallback } from 'react';
import { useTranslation } from 'react-i18next';
import { api, unwrap } from '../api/client';
import { ApiProblem } from '../api/problem';
import { isEmpty, type Layout } from './layout';

type Kept = Record<string, Layout>;

const KEY = ['table-layouts'];

async function load(): Promise<Kept> {
  const { items } = await unwrap(api.GET('/api/v1/table-layouts'));
  return Object.fromEntries(items.map((item) => [item.table, item.layout as Layout]));
}

function send(table: string, layout: Layout): Promise<unknown> {
  const path = { params: { path: { table } } };
  if (isEmpty(layout)) return unwrap(api.DELETE('/api/v1/table-layouts/{table}', path));
  return unwrap(api.PUT('/api/v1/table-layouts/{table}', { ...path, body: { layout: { columns: [], ...layout } } }));
}

/** One call at a time for a table; of what comes meanwhile only the last goes out, so that a reset is never overtaken. */
const lines = new Map<string, { next: Layout | undefined }>();

async function keepInLine(table: string, layout: Layout): Promise<void> {
  const line = lines.get(table);
  if (line) {
    line.next = layout;
    return;
  }
  const own: { next: Layout | undefined } = { next: layout };
  lines.set(table, own);
  try {
    while (own.next) {
      const now = own.next;
      own.next = undefined;
      await send(table, now);
    }
  } finally {
    lines.delete(table);
  }
}

/** How the reader wants a table, kept on the server; `keep` shows it at once. */
export function useKeptLayout(table: string): { layout: Layout; ready: boolean; keep: (layout: Layout) => void } {
  const { t } = useTranslation();
  const queries = useQueryClient();
  const { message } = App.useApp();
  const kept = useQuery({ queryKey: KEY, queryFn: load, staleTime: Infinity });
  const keep = useCallback(
    (layout: Layout) => {
      void queries.cancelQueries({ queryKey: KEY });
      queries.setQueryData<Kept>(KEY, (old) => ({ ...old, [table]: layout }));
      keepInLine(table, layout).catch((problem: unknown) => {
        void message.error(problem instanceof ApiProblem && problem.detail ? problem.detail : t('shared.failed'));
      });
    },
    [queries, table, message, t],
  );
  return { layout: kept.data?.[table] ?? {}, ready: !kept.isPending, keep };
}
