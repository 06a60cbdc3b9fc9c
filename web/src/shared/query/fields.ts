import { currentLanguage } from '../i18n';
import { formatRate } from './rate';
import type { Condition, FieldSpec, Operator } from './where';

export interface QueryField extends FieldSpec {
  label: string;
  /** Of a choice; texts may have suggestions, too. */
  options?: { value: string; label: string }[];
}

/** A value in words: codes by their label, rates in percent, days from today as such. */
export function valueInWords(field: QueryField | undefined, condition: Condition, t: (key: string, values?: Record<string, unknown>) => string): string {
  const one = (value: unknown): string => {
    if (value && typeof value === 'object') {
      const { amount, currency, days } = value as { amount?: string; currency?: string; days?: number };
      if (amount !== undefined) return `${currency} ${grouped(amount)}`;
      if (days !== undefined) return fromToday(days, t);
    }
    if (field?.kind === 'rate' && typeof value === 'string') return `${formatRate(value)}%`;
    return field?.options?.find((option) => option.value === value)?.label ?? String(value);
  };
  const { value } = condition;
  if (!Array.isArray(value)) return one(value);
  return condition.op === 'between' ? value.map(one).join(' – ') : value.map(one).join(currentLanguage() === 'en' ? ', ' : '、');
}

function fromToday(days: number, t: (key: string, values?: Record<string, unknown>) => string): string {
  if (days === 0) return t('query.today');
  return days > 0 ? t('query.daysAfter', { n: days }) : t('query.daysBefore', { n: -days });
}

function grouped(amount: string): string {
  const [whole = '', fraction] = amount.split('.');
  const text = whole.replace(/\B(?=(\d{3})+$)/g, ',');
  return fraction === undefined ? text : `${text}.${fraction}`;
}

export const SIGNS: Partial<Record<Operator, string>> = { lt: '<', le: '≤', gt: '>', ge: '≥' };
