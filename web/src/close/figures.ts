import type { CloseRun } from '../shared/api/types';

/** "12 / 12": checks that hold of all checks. */
export function checksText(run: CloseRun): string {
  return `${run.checks.filter((check) => check.ok).length} / ${run.checks.length}`;
}

export function seconds(run: CloseRun): string {
  if (!run.finished_at) return '—';
  const span = (Date.parse(run.finished_at) - Date.parse(run.started_at)) / 1000;
  return Number.isFinite(span) ? span.toFixed(2) : '—';
}
