import type { Money } from '../api/types';

export const ABSENT = '—';
export type Unit = 'full' | 'short';

interface Decimal {
  negative: boolean;
  whole: string;
  fraction: string;
}

function parse(text: string): Decimal | undefined {
  const found = /^([+-]?)(\d*)(?:\.(\d*))?$/.exec(text.trim());
  if (!found || (found[2] === '' && !found[3])) return undefined;
  return { negative: found[1] === '-', whole: (found[2] || '0').replace(/^0+(?=\d)/, ''), fraction: found[3] ?? '' };
}

/** Exact decimal text, half-up to `places`, after moving the point by `shift` digits (2 = ×100, -4 = ÷10,000). */
export function fixed(text: string, places: number, shift = 0): string | undefined {
  const value = parse(text);
  if (!value) return undefined;
  const digits = value.whole + value.fraction;
  const scale = value.fraction.length - shift;
  let units = BigInt(digits);
  const drop = scale - places;
  if (drop > 0) {
    const divisor = 10n ** BigInt(drop);
    units = (units + divisor / 2n) / divisor;
  } else {
    units *= 10n ** BigInt(-drop);
  }
  const shown = units.toString().padStart(places + 1, '0');
  const whole = shown.slice(0, shown.length - places);
  const fraction = places > 0 ? `.${shown.slice(shown.length - places)}` : '';
  return `${value.negative && units !== 0n ? '-' : ''}${whole}${fraction}`;
}

export function grouped(decimal: string): string {
  const [whole = '', fraction] = decimal.split('.');
  const separated = whole.replace(/\B(?=(\d{3})+(?!\d))/g, ',');
  const shown = fraction === undefined ? separated : `${separated}.${fraction}`;
  return shown.replace(/^-/, '\u2212');
}

const EXPONENTS: Record<string, number> = { JPY: 0, KRW: 0, VND: 0, KWD: 3, BHD: 3 };

export function placesOf(currency: string): number {
  return EXPONENTS[currency] ?? 2;
}

/** `short` shows 万 in Chinese and thousands in English; rounding is for the eye only. */
export function formatMoney(money: Money | null | undefined, unit: Unit = 'full', english = false): string {
  if (!money) return ABSENT;
  const places = placesOf(money.currency);
  const shown = unit === 'full' ? fixed(money.amount, places) : fixed(money.amount, 2, english ? -3 : -4);
  return shown === undefined ? ABSENT : grouped(shown);
}

export function formatCount(count: number | null | undefined): string {
  return count === null || count === undefined ? ABSENT : grouped(String(count));
}

/** A count that may be higher: "10,000+". */
export function formatLeast(count: number, more: boolean): string {
  return `${formatCount(count)}${more ? '+' : ''}`;
}

/** "0.042" → "4.2000%". */
export function formatRate(rate: string | null | undefined, places = 4): string {
  const shown = rate ? fixed(rate, places, 2) : undefined;
  return shown === undefined ? ABSENT : `${shown.replace('-', '\u2212')}%`;
}

/** What is typed as percent, as the rate that the server takes: "4.2" → "0.042". */
export function rateFromPercent(percent: string): string {
  const rate = fixed(percent.trim(), 10, -2) ?? '0';
  return rate.replace(/0+$/, '').replace(/\.$/, '');
}

/** "6.5312" that already is a percentage → "6.53%". */
export function formatPercent(percent: string | number | null | undefined, places = 2): string {
  const shown = percent === null || percent === undefined ? undefined : fixed(String(percent), places);
  return shown === undefined ? ABSENT : `${shown.replace('-', '\u2212')}%`;
}

/** For drawing only; figures on screen come from the exact text. */
export function forChart(money: Money): number {
  return Number(money.amount);
}

export function isZero(money: Money | null | undefined): boolean {
  return !money || /^-?0*(\.0*)?$/.test(money.amount);
}

export function isNegative(money: Money | null | undefined): boolean {
  return !!money && money.amount.startsWith('-') && !isZero(money);
}

/** Exact difference of two amounts of one currency. */
export function minus(a: Money, b: Money): Money {
  const places = placesOf(a.currency);
  const units = (m: Money) => BigInt((fixed(m.amount, places) ?? '0').replace('.', ''));
  const difference = units(a) - units(b);
  const digits = (difference < 0n ? -difference : difference).toString().padStart(places + 1, '0');
  const sign = difference < 0n ? '-' : '';
  const split = digits.length - places;
  const amount = places > 0 ? `${digits.slice(0, split)}.${digits.slice(split)}` : digits;
  return { amount: sign + amount, currency: a.currency };
}

/** Exact sum of two amounts of one currency. */
export function plus(a: Money, b: Money): Money {
  const zero = minus(b, b);
  return minus(a, minus(zero, b));
}
