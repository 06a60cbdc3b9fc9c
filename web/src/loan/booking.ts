import type { BookingTrial, NewLoan, Product } from '../shared/api/types';
import { AMOUNT_PATTERN, PERCENT_PATTERN } from '../shared/money/AmountInput';
import { rateFromPercent } from '../shared/money/format';

/** What the form of a new loan holds, as it is typed. */
export interface BookingFields {
  product_id?: string;
  customer_id?: string;
  principal?: string;
  rate_percent?: string;
  periods?: number | null;
  disbursed_on?: string;
  pay_day?: number | null;
  custom_plan?: { due_on?: string; principal?: string }[];
  officer?: string;
  /** A code of the list of purposes. */
  purpose?: string;
  number?: string;
}

/** The choices within the product; null while something is missing or is not an amount. */
export function choicesOf(fields: BookingFields, product: Product | undefined): BookingTrial | null {
  const { principal, periods, disbursed_on } = fields;
  const rate = fields.rate_percent?.trim();
  if (!product || !periods || !disbursed_on || !principal || !AMOUNT_PATTERN.test(principal)) return null;
  if (rate && !PERCENT_PATTERN.test(rate)) return null;
  const money = (amount: string) => ({ amount, currency: product.currency });
  const rows = product.method === 'custom' ? (fields.custom_plan ?? []) : [];
  if (product.method === 'custom' && (rows.length === 0 || rows.some((row) => !row?.due_on || !AMOUNT_PATTERN.test(row.principal ?? '')))) return null;
  return {
    product_id: product.id,
    principal: money(principal),
    periods: Number(periods),
    disbursed_on,
    ...(rate ? { annual_rate: rateFromPercent(rate) } : {}),
    ...(fields.pay_day ? { pay_day: fields.pay_day } : {}),
    ...(rows.length > 0 ? { custom_plan: rows.map((row) => ({ due_on: row.due_on!, principal: money(row.principal!) })) } : {}),
  };
}

/** The loan to be booked; null while the form is not complete. */
export function loanOf(fields: BookingFields, product: Product | undefined): NewLoan | null {
  const choices = choicesOf(fields, product);
  if (!choices || !fields.customer_id) return null;
  const text = (value: string | undefined) => value?.trim() || undefined;
  const [officer, number, purpose] = [text(fields.officer), text(fields.number), fields.purpose];
  return { ...choices, customer_id: fields.customer_id, ...(purpose ? { purpose } : {}), ...(officer ? { officer } : {}), ...(number ? { number } : {}) };
}
