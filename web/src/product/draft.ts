import type { Product, ProductDraft } from '../shared/api/types';
import { fixed, rateFromPercent } from '../shared/money/format';
import { at, type Fee, type Field, FIELDS, type Version } from './terms';

/** A fee as it is typed: amounts are text. */
export interface TypedFee extends Omit<Fee, 'amount'> {
  amount?: string;
  by?: 'amount' | 'share';
}

function set(version: Version, path: string, value: unknown): void {
  const names = path.split('.');
  const last = names.pop()!;
  let place = version;
  for (const name of names) place = (place[name] ??= {}) as Version;
  place[last] = value;
}

function percentText(rate: unknown): string | undefined {
  const shown = typeof rate === 'string' ? fixed(rate, 8, 2) : undefined;
  return shown?.replace(/(\.\d\d\d*?)0+$/, '$1');
}

/** What the form holds of a version. */
export function typed(product: Product): Version {
  const form: Version = {};
  const money = (value: unknown) => (value as { amount?: string } | null | undefined)?.amount;
  for (const field of FIELDS) {
    const value = at(product as unknown as Version, field.path);
    if (field.kind === 'amount') set(form, field.path, money(value));
    else if (field.kind === 'percent') set(form, field.path, percentText(value));
    else if (field.kind === 'fees') set(form, field.path, (value as Fee[]).map((fee): TypedFee => ({ ...fee, amount: money(fee.amount) ?? '', by: fee.amount ? 'amount' : 'share' })));
    else set(form, field.path, value ?? undefined);
  }
  return form;
}

function sent(field: Field, form: Version, currency: string): unknown {
  const value = at(form, field.path);
  if (field.when && !field.when(form)) return field.otherwise ?? null;
  switch (field.kind) {
    case 'amount':
      return { amount: value ? String(value) : '0', currency };
    case 'percent':
      return value ? rateFromPercent(String(value)) : null;
    case 'yes':
      return value === true;
    case 'text':
    case 'area':
      return String(value ?? '').trim();
    case 'fees':
      return ((value as TypedFee[] | undefined) ?? []).map(({ by, ...fee }) => ({
        code: fee.code ?? '', name_zh: fee.name_zh ?? '', name_en: fee.name_en ?? '', trigger: fee.trigger ?? 'disbursement',
        amount: by === 'amount' && fee.amount ? { amount: fee.amount, currency } : null,
        share_bp: by === 'share' ? (fee.share_bp ?? null) : null,
      }));
    default:
      return value ?? null;
  }
}

/** The form as the server takes it. */
export function draftOf(form: Version, revision: number, currency: string): ProductDraft {
  const body: Version = { revision, method_options: {} };
  for (const field of FIELDS) set(body, field.path, sent(field, form, currency));
  if (form.method === 'biweekly') set(body, 'method_options.biweekly_half_of_monthly', true);
  return body as unknown as ProductDraft;
}

/** The form's field at which a refusal points: the longest path that begins the one that the server named. */
export function fieldAt(named: string | undefined): (string | number)[] | undefined {
  if (!named) return undefined;
  const steps = named.replace(/\[(\d+)\]/g, '.$1').split('.').filter(Boolean);
  if (steps[0] === 'fees' && steps.length >= 3) return ['fees', Number(steps[1]), steps[2]!];
  for (let length = steps.length; length > 0; length -= 1) {
    const path = steps.slice(0, length).join('.');
    if (FIELDS.some((field) => field.path === path)) return path.split('.');
  }
  return steps[0] === 'method_options' ? ['method'] : undefined;
}
