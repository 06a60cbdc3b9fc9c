import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useEffect, useState } from 'react';
import { useInFront } from '../shared/shell/tabs';
import { api, commandHeaders, unwrap } from '../shared/api/client';

/** How far the running close has come, as the server tells it. */
export interface Progress {
  business_date: string;
  /** The business dates at which the whole close began and is to end. */
  from: string;
  until: string;
  step: string;
  done: number;
  total: number;
  state: string;
}

export function useCloseRun(date: string) {
  return useQuery({
    queryKey: ['close', 'run', date],
    queryFn: () => unwrap(api.GET('/api/v1/close-runs/{business_date}', { params: { path: { business_date: date } } })),
    refetchInterval: (query) => (query.state.data?.state === 'running' ? 1500 : false),
  });
}

export function useStartClose() {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: ({ until, key }: { until: string; key: string }) => unwrap(api.POST('/api/v1/close-runs', { body: { until }, headers: commandHeaders(key) })),
    onSuccess: () => void queries.invalidateQueries({ queryKey: ['close'] }),
  });
}

function parse(block: string): Progress | undefined {
  const data = block
    .split('\n')
    .filter((line) => line.startsWith('data:'))
    .map((line) => line.slice(5).trim())
    .join('');
  if (!data) return undefined;
  try {
    return JSON.parse(data) as Progress;
  } catch {
    return undefined;
  }
}

async function listen(signal: AbortSignal, tell: (progress: Progress) => void): Promise<void> {
  const { response } = await api.GET('/api/v1/close-runs/progress', { parseAs: 'stream', signal });
  if (!response.ok || !response.body) return;
  const reader = response.body.pipeThrough(new TextDecoderStream()).getReader();
  let rest = '';
  for (;;) {
    const { value, done } = await reader.read();
    if (done) return;
    const blocks = (rest + value).replaceAll('\r\n', '\n').split('\n\n');
    rest = blocks.pop() ?? '';
    for (const block of blocks) {
      const progress = parse(block);
      if (progress) tell(progress);
    }
  }
}

/** Follows the server's events while the screen is in front; comes back after a break. */
export function useProgress(): Progress | null {
  const inFront = useInFront();
  const [progress, setProgress] = useState<Progress | null>(null);
  const queries = useQueryClient();
  useEffect(() => {
    if (!inFront) return undefined;
    const stop = new AbortController();
    let timer: ReturnType<typeof setTimeout> | undefined;
    let asking: ReturnType<typeof setTimeout> | undefined;
    const ask = (roots: string[]) => {
      for (const root of roots) void queries.invalidateQueries({ queryKey: [root] }, { cancelRefetch: false });
    };
    const tell = (next: Progress) => {
      setProgress(next);
      if (next.state !== 'running') {
        clearTimeout(asking);
        asking = undefined;
        ask(['close', 'business-day', 'cockpit', 'loans', 'ledger']);
      } else {
        // Steps follow each other faster than answers come: the lists ask once in a while.
        asking ??= setTimeout(() => {
          asking = undefined;
          ask(['close', 'business-day']);
        }, 600);
      }
    };
    const follow = () => {
      listen(stop.signal, tell)
        .catch(() => undefined)
        .finally(() => {
          if (!stop.signal.aborted) timer = setTimeout(follow, 3000);
        });
    };
    follow();
    return () => {
      clearTimeout(timer);
      clearTimeout(asking);
      stop.abort();
    };
  }, [queries, inFront]);
  return progress;
}
