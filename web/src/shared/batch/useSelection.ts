import { App } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { formatCount } from '../money/format';
import { type Chosen, chosenAfter, collect, MOST_CHOSEN, type Piece } from './selection';

/** The rows that a reader has chosen in a list, across its pages. */
export interface Selection<T> {
  rows: Chosen<T>;
  /** What the table of a page shows as chosen. */
  check: (page: readonly T[], keys: readonly string[]) => void;
  clear: () => void;
  /** Chooses all that the search finds now. */
  chooseAll: () => void;
  choosing: boolean;
}

type Fetch<T> = (page: { cursor?: string; limit: number }) => Promise<Piece<T>>;

/** `of` is the question that the list answers: another question begins without a choice. */
export function useSelection<T>(of: unknown, keyOf: (row: T) => string, fetch: Fetch<T>): Selection<T> {
  const { t } = useTranslation();
  const { message } = App.useApp();
  const question = JSON.stringify(of);
  const [held, setHeld] = useState<{ question: string; rows: Chosen<T> }>({ question, rows: new Map() });
  const [choosing, setChoosing] = useState(false);
  const rows: Chosen<T> = held.question === question ? held.rows : new Map<string, T>();
  const set = (next: Chosen<T>) => setHeld({ question, rows: next });
  const chooseAll = async () => {
    setChoosing(true);
    try {
      const found = await collect<T>((cursor, limit) => fetch(cursor === undefined ? { limit } : { cursor, limit }), keyOf);
      set(found.rows);
      if (found.more) void message.warning(t('batch.capped', { most: formatCount(MOST_CHOSEN) }));
    } catch (fault) {
      void message.error(fault instanceof Error ? fault.message : String(fault));
    } finally {
      setChoosing(false);
    }
  };
  return {
    rows,
    check: (page, keys) => set(chosenAfter(rows, page, keyOf, keys)),
    clear: () => set(new Map()),
    chooseAll: () => void chooseAll(),
    choosing,
  };
}
