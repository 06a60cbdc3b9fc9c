/** A decimal fraction as a number of percent; exact enough for four decimals. */
export function percentNumber(fraction: string): number {
  return Math.round(Number(fraction) * 1_000_000) / 10_000;
}

/** Percent with at most two decimals as a decimal fraction: 24 is 0.24. */
export function fractionOf(percent: number): string {
  const units = Math.round(percent * 100);
  const text = `${Math.floor(units / 10_000)}.${String(units % 10_000).padStart(4, '0')}`;
  return text.replace(/\.?0+$/, '');
}

/** A figure as it reads. */
export function figure(unit: string, value: string): string {
  return unit === 'multiple' ? `× ${Number(value)}` : `${percentNumber(value).toFixed(2)}%`;
}
