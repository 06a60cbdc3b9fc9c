import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useCallback, useEffect, useRef, useState } from 'react';
import { api, unwrap } from '../api/client';
import { ApiProblem } from '../api/problem';
import { type Line, type LineState, makeLine } from './line';

interface Kept<T> {
  content: T;
  version: number;
  changed_at: string;
}

export interface Draft<T> {
  /** What was kept when the form was opened; undefined until it is known, null when there was none. */
  start: Kept<T> | null | undefined;
  error: unknown;
  state: LineState;
  /** Somebody, perhaps the same user in another window, has kept another draft meanwhile. */
  conflict: boolean;
  keep: (content: T) => void;
  discard: () => Promise<void>;
  /** Asks again what is kept: after a conflict. */
  reload: () => void;
}

/** What is typed into a form is kept on the server for its user: it survives the browser, the machine and the night. */
export function useDraft<T extends object>(form: string): Draft<T> {
  const queries = useQueryClient();
  const [generation, setGeneration] = useState(0);
  const [state, setState] = useState<LineState>('idle');
  const [conflict, setConflict] = useState(false);
  const line = useRef<Line<T> | null>(null);
  const path = { params: { path: { form } } };
  const key = ['drafts', form, generation];
  const query = useQuery({
    queryKey: key,
    staleTime: Infinity,
    gcTime: 0,
    queryFn: async (): Promise<Kept<T> | null> => {
      try {
        return (await unwrap(api.GET('/api/v1/drafts/{form}', path))) as unknown as Kept<T>;
      } catch (problem) {
        if (problem instanceof ApiProblem && problem.status === 404) return null;
        throw problem;
      }
    },
  });
  const version = query.data?.version ?? 0;
  const known = query.data !== undefined;
  useEffect(() => {
    if (!known) return undefined;
    const send = async (content: T, seen: number) => {
      const body = { version: seen, content: content as Record<string, never> };
      return (await unwrap(api.PUT('/api/v1/drafts/{form}', { ...path, body }))).version;
    };
    const tell = (next: LineState, fault?: unknown) => {
      setState(next);
      setConflict(fault instanceof ApiProblem && fault.code.endsWith('.changed_meanwhile'));
    };
    line.current = makeLine(version, send, tell);
    return () => {
      line.current = null;
    };
    // The path follows from the form; a new generation asks the server again.
  }, [known, version, form, generation]);
  return {
    start: query.data,
    error: query.error,
    state,
    conflict,
    keep: useCallback((content: T) => line.current?.put(content), []),
    discard: async () => {
      line.current?.stop();
      await unwrap(api.DELETE('/api/v1/drafts/{form}', path)).catch(() => undefined);
      setState('idle');
      setConflict(false);
      queries.removeQueries({ queryKey: ['drafts', form] });
      setGeneration((now) => now + 1);
    },
    reload: () => {
      line.current?.stop();
      setConflict(false);
      setState('idle');
      setGeneration((now) => now + 1);
    },
  };
}
