import { fieldOf } from '../shared/api/problem';
import type { Session, SetUpRequest } from '../shared/api/types';

/** What is typed, step by step. */
export interface Plan {
  institution: { name_zh: string; name_en: string; currency: string };
  branches: { code: string; name_zh: string; name_en: string; parent?: string }[];
  administrator: { login: string; name: string; password: string; again: string };
  start: 'empty' | 'demo';
  first_day?: string;
  calendar: 'china' | 'weekends' | 'own';
  calendar_csv?: string;
  calendar_name?: string;
  products: string[];
}

export const STEPS = ['institution', 'branches', 'administrator', 'start', 'confirm'] as const;
export type Step = (typeof STEPS)[number];

/** The account of the first start, which ends with the set-up. */
export const FIRST_LOGIN = 'admin';

export function takesOver(session: Session): boolean {
  return session.user.login === FIRST_LOGIN;
}

/** What the server is asked for. */
export function request(plan: Plan, over: boolean): SetUpRequest {
  const demo = plan.start === 'demo';
  const { login, name, password } = plan.administrator ?? {};
  return {
    institution: plan.institution,
    branches: (plan.branches ?? []).map(({ parent, ...branch }) => ({ ...branch, ...(parent ? { parent } : {}) })),
    ...(over ? { administrator: { login: login.trim(), name: name.trim(), password } } : {}),
    ...(demo ? {} : { first_day: plan.first_day, calendar: plan.calendar, ...(plan.calendar === 'own' ? { calendar_csv: plan.calendar_csv ?? '' } : {}) }),
    products: demo ? [] : plan.products,
    demo,
  };
}

/** The step and the field that a refusal is about. */
export function placeOf(problem: unknown): { step: Step; field: (string | number)[] } | undefined {
  const field = fieldOf(problem);
  if (!field) return undefined;
  const full = (problem as { field?: string }).field ?? field;
  const path = full.split(/[.[\]]+/).filter(Boolean).map((part) => (/^\d+$/.test(part) ? Number(part) : part));
  if (field === 'institution' || field === 'branches') return { step: field, field: path };
  if (['login', 'name', 'password', 'administrator'].includes(field)) return { step: 'administrator', field: ['administrator', field === 'administrator' ? 'login' : field] };
  if (field === 'calendar_csv' || field === 'content') return { step: 'start', field: ['calendar_csv'] };
  if (field === 'first_day' || field === 'products') return { step: 'start', field: [field] };
  return undefined;
}
