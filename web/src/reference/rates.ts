import type { ReferenceHistory } from '../shared/api/types';

export interface Publication {
  code: string;
  effective_from: string;
  effective_until: string | null;
  rate: string;
  /** Basis points against the publication before; null for the first. */
  moved: number | null;
  source: string;
}

/** A decimal fraction in percent with two decimals. */
export function percentOf(rate: string): string {
  return `${(Number(rate) * 100).toFixed(2)}%`;
}

function basisPoints(rate: string): number {
  return Math.round(Number(rate) * 10_000);
}

/** All publications, the latest first. */
export function published(histories: ReferenceHistory[]): Publication[] {
  const rows = histories.flatMap((history) =>
    history.periods.flatMap((period, index): Publication[] => {
      if (period.content?.kind !== 'benchmark') return [];
      const before = history.periods[index - 1]?.content;
      const rate = period.content.annual_rate;
      return [
        {
          code: history.code,
          effective_from: period.effective_from,
          effective_until: period.effective_until ?? null,
          rate,
          moved: before?.kind === 'benchmark' ? basisPoints(rate) - basisPoints(before.annual_rate) : null,
          source: period.source,
        },
      ];
    }),
  );
  return rows.sort((one, other) => other.effective_from.localeCompare(one.effective_from) || one.code.localeCompare(other.code));
}

/** The points of a line that steps at each publication and reaches to a day. */
export function steps(history: ReferenceHistory, until: string): [string, number][] {
  const points = history.periods.flatMap((period): [string, number][] =>
    period.content?.kind === 'benchmark' ? [[period.effective_from, basisPoints(period.content.annual_rate) / 100]] : [],
  );
  const last = points.at(-1);
  return last && last[0] < until ? [...points, [until, last[1]]] : points;
}
