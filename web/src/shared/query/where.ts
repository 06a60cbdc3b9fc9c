/** Composed searches as the server reads them, and as a form edits them: pure. */

export type Operator = 'eq' | 'ne' | 'lt' | 'le' | 'gt' | 'ge' | 'between' | 'in' | 'not_in' | 'starts_with' | 'is_empty' | 'is_not_empty';
export type Kind = 'text' | 'choice' | 'money' | 'rate' | 'number' | 'date';

export interface FieldSpec {
  name: string;
  kind: Kind;
  /** Some rows have no value. */
  gaps?: boolean;
}

export interface Condition {
  field: string;
  op: Operator;
  value?: unknown;
}
export type Where = { all: Where[] } | { any: Where[] } | Condition;

/** What a form holds: groups with a word and items; a condition may still be unfinished. */
export interface Group {
  word: 'all' | 'any';
  items: Item[];
}
export type Item = Group | Condition;

export const DEEPEST = 4;
export const MOST_CONDITIONS = 30;
const COMPARED: Operator[] = ['eq', 'ne', 'lt', 'le', 'gt', 'ge', 'between'];

export function operatorsOf(field: FieldSpec): Operator[] {
  if (field.kind === 'text') return ['eq', 'ne', 'starts_with', 'in', 'not_in'];
  if (field.kind === 'choice') return ['in', 'not_in'];
  return field.gaps ? [...COMPARED, 'is_empty', 'is_not_empty'] : COMPARED;
}

export function isGroup(item: Item): item is Group {
  return 'word' in item;
}

export function emptyGroup(field: FieldSpec): Group {
  return { word: 'all', items: [freshCondition(field)] };
}

export function freshCondition(field: FieldSpec): Condition {
  return { field: field.name, op: operatorsOf(field)[0]! };
}

/** The same condition for another field or operator: what was typed stays where it still fits. */
export function changed(condition: Condition, field: FieldSpec, op: Operator): Condition {
  const operators = operatorsOf(field);
  const next = operators.includes(op) ? op : operators[0]!;
  const keeps = condition.field === field.name && shape(condition.op) === shape(next);
  return keeps && condition.value !== undefined ? { field: field.name, op: next, value: condition.value } : { field: field.name, op: next };
}

function shape(op: Operator): 'one' | 'two' | 'many' | 'none' {
  if (op === 'between') return 'two';
  if (op === 'in' || op === 'not_in') return 'many';
  return op === 'is_empty' || op === 'is_not_empty' ? 'none' : 'one';
}

export function shapeOf(op: Operator): ReturnType<typeof shape> {
  return shape(op);
}

function isSet(value: unknown): boolean {
  if (value === undefined || value === null || value === '') return false;
  if (typeof value === 'object' && 'amount' in value) return isSet((value as { amount?: unknown }).amount);
  if (typeof value === 'object' && 'days' in value) return isSet((value as { days?: unknown }).days);
  return true;
}

/** Whether the server can be asked: every value that an operator needs is there. */
export function isFinished(item: Item): boolean {
  if (isGroup(item)) return item.items.length > 0 && item.items.every(isFinished);
  const { value } = item;
  switch (shape(item.op)) {
    case 'none':
      return true;
    case 'two':
      return Array.isArray(value) && value.length === 2 && value.every(isSet);
    case 'many':
      return Array.isArray(value) && value.length > 0;
    default:
      return isSet(value);
  }
}

export function countConditions(item: Item): number {
  return isGroup(item) ? item.items.reduce((sum, one) => sum + countConditions(one), 0) : 1;
}

export function depthOf(item: Item): number {
  return isGroup(item) ? 1 + Math.max(0, ...item.items.map(depthOf)) : 0;
}

/** As the server reads it. */
export function toWire(item: Item): Where {
  if (isGroup(item)) return item.word === 'all' ? { all: item.items.map(toWire) } : { any: item.items.map(toWire) };
  const { field, op, value } = item;
  return shape(op) === 'none' ? { field, op } : { field, op, value };
}

export function toText(item: Item): string {
  return JSON.stringify(toWire(item));
}

/** From an address; undefined when it is no search. A lone condition becomes a group of one. */
export function fromText(text: string | undefined): Group | undefined {
  if (!text) return undefined;
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch {
    return undefined;
  }
  const item = fromWire(json);
  if (!item) return undefined;
  return isGroup(item) ? item : { word: 'all', items: [item] };
}

function fromWire(json: unknown): Item | undefined {
  if (typeof json !== 'object' || json === null) return undefined;
  for (const word of ['all', 'any'] as const) {
    const list = (json as Record<string, unknown>)[word];
    if (list === undefined) continue;
    if (!Array.isArray(list)) return undefined;
    const items = list.map(fromWire);
    return items.every((item) => item !== undefined) ? { word, items: items as Item[] } : undefined;
  }
  const { field, op, value } = json as Partial<Condition>;
  if (typeof field !== 'string' || typeof op !== 'string') return undefined;
  return value === undefined ? { field, op } : { field, op, value };
}

/** Where a problem points: `where.all[1].any[0].value` is the path 1, 0. */
export function placeOf(field: string | undefined): number[] {
  return [...(field ?? '').matchAll(/\[(\d+)\]/g)].map(([, index]) => Number(index));
}

/** Replaces what stands at a path; undefined takes it away. */
export function replaced(group: Group, path: readonly number[], item: Item | undefined): Group {
  const [index, ...rest] = path;
  if (index === undefined) return item && isGroup(item) ? item : group;
  const items = group.items.flatMap((one, at): Item[] => {
    if (at !== index) return [one];
    if (rest.length > 0) return isGroup(one) ? [replaced(one, rest, item)] : [one];
    return item ? [item] : [];
  });
  // A group that lost its last condition goes, too.
  return { ...group, items: items.filter((one) => !isGroup(one) || one.items.length > 0) };
}

export interface Words {
  field: (name: string) => string;
  operator: (op: Operator) => string;
  value: (condition: Condition) => string;
  and: string;
  or: string;
}

/** In words: 逾期天数 > 30 且 (状态 是 逾期 或 …). */
export function describe(item: Item, words: Words, outer = true): string {
  if (!isGroup(item)) {
    const value = shape(item.op) === 'none' ? '' : ` ${words.value(item)}`;
    return `${words.field(item.field)} ${words.operator(item.op)}${value}`;
  }
  const text = item.items.map((one) => describe(one, words, false)).join(` ${item.word === 'all' ? words.and : words.or} `);
  return outer || item.items.length === 1 ? text : `(${text})`;
}
