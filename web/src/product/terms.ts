import type { Area } from '../shared/dictionary';
import { wordFor } from '../shared/dictionary';
import { fixed, formatMoney, formatRate } from '../shared/money/format';
import type { Money } from '../shared/api/types';

/** A version, or what a form holds of one: the names are those of the API. */
export type Version = Record<string, unknown>;

export interface Field {
  /** Where it stands in a version: `limits.max_periods`. */
  path: string;
  /** Key of its label. */
  label: string;
  kind: 'text' | 'area' | 'date' | 'choice' | 'whole' | 'signed' | 'bp' | 'percent' | 'multiple' | 'amount' | 'yes' | 'order' | 'fees';
  area?: Area;
  options?: readonly string[];
  /** Words of an option where the dictionary's common ones do not fit. */
  wordOf?: Record<string, string>;
  optional?: boolean;
  wide?: boolean;
  /** What is sent while the field is not shown. */
  otherwise?: unknown;
  /** Whether the field means something for a version that reads like this. */
  when?: (version: Version) => boolean;
}

export interface Section {
  title: string;
  fields: Field[];
}

export const COMPONENTS = ['fee', 'penalty', 'compound_interest', 'interest', 'principal'] as const;
const METHODS = ['annuity', 'equal_principal', 'flat', 'interest_only', 'bullet', 'balloon', 'biweekly', 'step', 'custom', 'on_demand'];
const ROUNDINGS = ['half_up', 'half_even', 'up', 'down'];

export function at(version: Version, path: string): unknown {
  return path.split('.').reduce<unknown>((found, name) => (typeof found === 'object' && found !== null ? (found as Version)[name] : undefined), version);
}

const has = (path: string, ...values: string[]) => (version: Version) => values.includes(String(at(version, path)));
const rule = (path: string, label: string, options: readonly string[], when?: Field['when']): Field => ({ path, label, kind: 'choice', area: 'rule', options, ...(when ? { when } : {}) });
const plain = (kind: Field['kind']) => (path: string, label: string, more: Partial<Field> = {}): Field => ({ path, label, kind, ...more });
const [whole, amount, percent, bp] = [plain('whole'), plain('amount'), plain('percent'), plain('bp')];
const floating = has('rate.kind', 'floating');
const never = () => false;
const penalised = (version: Version) => at(version, 'penalty.base') !== 'none';

/** Everything that a maker writes of a version, in the order of the form. */
export const SECTIONS: Section[] = [
  {
    title: 'product.sectionName',
    fields: [
      { path: 'name_zh', label: 'product.nameZh', kind: 'text' },
      { path: 'name_en', label: 'product.nameEn', kind: 'text' },
      { path: 'effective_from', label: 'product.effectiveFrom', kind: 'date' },
      { path: 'description_zh', label: 'product.remarksZh', kind: 'area', optional: true, wide: true },
      { path: 'description_en', label: 'product.remarksEn', kind: 'area', optional: true, wide: true },
    ],
  },
  {
    title: 'product.terms',
    fields: [
      { path: 'method', label: 'product.method', kind: 'choice', area: 'method', options: METHODS },
      { path: 'frequency', label: 'product.frequency', kind: 'choice', area: 'frequency', options: ['month', 'quarter', 'half_year', 'year', 'biweekly'] },
      { path: 'day_count', label: 'product.dayCount', kind: 'choice', options: ['30/360', '30E/360', 'ACT/360', 'ACT/365F', 'ACT/ACT'] },
      rule('rate.kind', 'product.rateKind', ['fixed', 'floating']),
      percent('rate.annual_rate', 'product.rate', { when: has('rate.kind', 'fixed') }),
      rule('rate.tenor', 'product.benchmark', ['lpr_1y', 'lpr_5y'], floating),
      { path: 'rate.spread_bp', label: 'product.spread', kind: 'signed', when: floating },
      rule('rate.repricing', 'product.repricing', ['january_first', 'anniversary', 'half_yearly', 'quarterly', 'next_day'], floating),
      percent('rate.floor', 'product.rateFloor', { optional: true, when: floating }),
      percent('rate.cap', 'product.rateCap', { optional: true, when: floating }),
      whole('method_options.balloon_amortisation_periods', 'product.amortization', { optional: true, when: has('method', 'balloon') }),
      bp('method_options.balloon_residual_bp', 'product.residual', { optional: true, when: has('method', 'balloon') }),
      whole('method_options.interest_only_periods', 'product.interestOnly', { optional: true, when: has('method', 'step') }),
      { path: 'method_options.step_growth_bp', label: 'product.stepGrowth', kind: 'bp', optional: true, when: has('method', 'step') },
      whole('method_options.step_every_periods', 'product.stepEvery', { optional: true, when: has('method', 'step') }),
      rule('rounding.installment', 'product.rounding', ROUNDINGS),
      // Loans follow this rounding of interest only.
      { ...rule('rounding.interest', 'product.rounding', ROUNDINGS, never), otherwise: 'half_up' },
    ],
  },
  {
    title: 'product.sectionDue',
    fields: [
      { ...rule('due_dates.due_day', 'product.dueDay', ['fixed', 'anchor']), wordOf: { fixed: 'pay_day' } },
      whole('due_dates.pay_day', 'product.payDay', { when: has('due_dates.due_day', 'fixed') }),
      { path: 'due_dates.month_end', label: 'product.monthEnd', kind: 'yes', when: has('due_dates.due_day', 'anchor'), otherwise: false },
      rule('due_dates.stub', 'product.stub', ['interest_only_stub', 'long_first', 'prorata']),
      whole('due_dates.min_first_period_days', 'product.minFirstDays', { when: has('due_dates.stub', 'long_first'), otherwise: 0 }),
      rule('due_dates.holiday', 'product.holiday', ['none', 'following', 'modified_following']),
    ],
  },
  {
    title: 'product.penaltyTitle',
    fields: [
      rule('penalty.base', 'product.penaltyBase', ['none', 'overdue_principal', 'installment', 'whole_balance']),
      { path: 'penalty.multiplier', label: 'product.multiplier', kind: 'multiple', when: penalised, otherwise: '1' },
      // No loan is told to be misused yet.
      { path: 'penalty.misuse_multiplier', label: 'product.multiplier', kind: 'multiple', when: never, otherwise: '1' },
      { ...rule('penalty.start', 'product.penaltyStart', ['due_date', 'grace_end'], penalised), otherwise: 'due_date' },
      { path: 'penalty.compound', label: 'product.compound', kind: 'yes' },
      whole('penalty.grace_days', 'product.grace'),
      amount('penalty.tolerance', 'product.tolerance'),
      rule('allocation_reading', 'product.allocationReading', ['horizontal', 'vertical']),
      { path: 'allocation', label: 'product.allocation', kind: 'order' },
      whole('non_accrual_after_days', 'product.nonAccrualAfter', { optional: true }),
      rule('non_accrual_reading', 'product.nonAccrualReading', ['horizontal', 'vertical']),
      { path: 'non_accrual_allocation', label: 'product.nonAccrualAllocation', kind: 'order' },
    ],
  },
  { title: 'product.fees', fields: [{ path: 'fees', label: 'product.fees', kind: 'fees', wide: true }] },
  {
    title: 'product.limits',
    fields: [
      amount('limits.min_amount', 'product.minAmount'),
      amount('limits.max_amount', 'product.maxAmount'),
      whole('limits.min_periods', 'product.minPeriods'),
      whole('limits.max_periods', 'product.maxPeriods'),
      percent('limits.min_annual_rate', 'product.minRate'),
      percent('limits.max_annual_rate', 'product.maxRate'),
      { path: 'early_repayment.payoff', label: 'product.earlyPayoff', kind: 'yes' },
      { path: 'early_repayment.shorten', label: 'product.earlyShorten', kind: 'yes' },
      { path: 'early_repayment.reduce', label: 'product.earlyReduce', kind: 'yes' },
      amount('early_repayment.min_amount', 'product.earlyMin'),
      rule('early_repayment.fee', 'product.earlyFee', ['none', 'share_of_prepaid', 'months_of_interest']),
      bp('early_repayment.fee_share_bp', 'product.earlyFeeShareBp', { when: has('early_repayment.fee', 'share_of_prepaid') }),
      whole('early_repayment.fee_months', 'product.earlyFeeMonths', { when: has('early_repayment.fee', 'months_of_interest') }),
      whole('early_repayment.fee_first_periods', 'product.earlyFeeFirst', { optional: true, when: (v) => at(v, 'early_repayment.fee') !== 'none' }),
    ],
  },
];

export const FIELDS: Field[] = SECTIONS.flatMap((section) => section.fields);

export interface Fee {
  code?: string;
  name_zh?: string;
  name_en?: string;
  trigger?: string;
  amount?: Money | null;
  share_bp?: number | null;
}

export interface Reading {
  language: string;
  yes: string;
  no: string;
}

function feeText(fee: Fee, { language }: Reading): string {
  const name = language === 'en' ? fee.name_en : fee.name_zh;
  const much = fee.amount ? formatMoney(fee.amount) : `${((fee.share_bp ?? 0) / 100).toFixed(2)}%`;
  return `${fee.code ?? ''} ${name ?? ''} ${wordFor('rule', fee.trigger, language)} ${much}`;
}

/** What a field says in a version, for people; empty when it means nothing there. */
export function textOf(field: Field, version: Version, reading: Reading): string {
  const value = at(version, field.path);
  if ((field.when && !field.when(version)) || value === null || value === undefined || value === '') return '';
  switch (field.kind) {
    case 'choice':
      return field.area ? wordFor(field.area, field.wordOf?.[String(value)] ?? String(value), reading.language) : String(value);
    case 'yes':
      return value ? reading.yes : reading.no;
    case 'percent':
      return formatRate(String(value));
    case 'multiple':
      return `× ${fixed(String(value), 4)?.replace(/\.?0+$/, '') ?? String(value)}`;
    case 'amount':
      return formatMoney(value as Money);
    case 'bp':
    case 'signed':
      return `${String(value).replace('-', '\u2212')} bp`;
    case 'order':
      return (value as string[]).map((part) => wordFor('component', part, reading.language)).join(' → ');
    case 'fees':
      return (value as Fee[]).map((fee) => feeText(fee, reading)).join('; ');
    default:
      return String(value);
  }
}

/** The fields that two versions say differently. */
export function differences(before: Version, after: Version, reading: Reading): { field: Field; before: string; after: string }[] {
  return FIELDS.map((field) => ({ field, before: textOf(field, before, reading), after: textOf(field, after, reading) })).filter(
    (one) => one.before !== one.after,
  );
}
