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

/** The day of the newest publication up to a day, of the benchmark that has waited longest for one. */
export function newestBefore(rows: readonly Publication[], until: string): string | undefined {
  const newest = new Map<string, string>();
  for (const row of rows) {
    if (row.effective_from <= until && row.effective_from > (newest.get(row.code) ?? '')) newest.set(row.code, row.effective_from);
  }
  return [...newest.values()].sort()[0];
}

/** Whether more than two months lie between a publication and a day: rates are published every month. */
export function isOld(published: string, today: string): boolean {
  const [year = 0, month = 0, day = 0] = published.split('-').map(Number);
  const [lateYear, lateMonth] = month > 10 ? [year + 1, month - 10] : [year, month + 2];
  const due = `${lateYear}-${String(lateMonth).padStart(2, '0')}-${String(day).padStart(2, '0')}`;
  return today > due;
}
