/** The parts of an OpenAPI 3.1 document that the pages show. */
export interface Schema {
  $ref?: string;
  type?: string | string[];
  description?: string;
  format?: string;
  enum?: unknown[];
  const?: unknown;
  default?: unknown;
  example?: unknown;
  pattern?: string;
  minimum?: number;
  maximum?: number;
  minLength?: number;
  maxLength?: number;
  minItems?: number;
  maxItems?: number;
  items?: Schema;
  properties?: Record<string, Schema>;
  additionalProperties?: boolean | Schema;
  required?: string[];
  allOf?: Schema[];
  oneOf?: Schema[];
  anyOf?: Schema[];
}

export interface Media {
  schema?: Schema;
  example?: unknown;
}

export interface Parameter {
  name: string;
  in: 'path' | 'query' | 'header' | 'cookie';
  required?: boolean;
  description?: string;
  schema?: Schema;
  example?: unknown;
}

interface RawAnswer {
  $ref?: string;
  description?: string;
  content?: Record<string, Media>;
  'x-problem-codes'?: string[];
}

interface RawOperation {
  operationId: string;
  summary?: string;
  description?: string;
  tags?: string[];
  parameters?: Parameter[];
  requestBody?: { required?: boolean; content: Record<string, Media> };
  responses: Record<string, RawAnswer>;
  security?: Record<string, string[]>[];
  'x-permission'?: string;
}

export interface Document {
  openapi: string;
  info: { title: string; version: string; description?: string };
  paths: Record<string, Record<string, RawOperation>>;
  tags?: { name: string; description?: string }[];
  components: { schemas: Record<string, Schema>; responses: Record<string, RawAnswer> };
}

export interface Answer {
  status: string;
  description: string;
  content: Record<string, Media>;
  codes: string[];
}

export interface Operation {
  id: string;
  method: string;
  path: string;
  tag: string;
  summary: string;
  description: string;
  permission: string;
  parameters: Parameter[];
  body: Record<string, Media>;
  answers: Answer[];
  /** How the caller proves who it is: `session`, `token`; empty for what is open to anyone. */
  security: string[];
}

const METHODS = ['get', 'post', 'put', 'patch', 'delete'];

function lastOf(reference: string): string {
  return reference.slice(reference.lastIndexOf('/') + 1);
}

function answerOf(document: Document, status: string, raw: RawAnswer): Answer {
  const whole = raw.$ref ? (document.components.responses[lastOf(raw.$ref)] ?? {}) : raw;
  return { status, description: whole.description ?? '', content: whole.content ?? {}, codes: whole['x-problem-codes'] ?? [] };
}

/** Every operation of the document, by subject, then by address. */
export function operationsOf(document: Document): Operation[] {
  const order = new Map((document.tags ?? []).map((tag, index) => [tag.name, index]));
  const all = Object.entries(document.paths).flatMap(([path, item]) =>
    METHODS.filter((method) => item[method]).map((method) => {
      const raw = item[method]!;
      return {
        id: raw.operationId,
        method: method.toUpperCase(),
        path,
        tag: raw.tags?.[0] ?? '',
        summary: raw.summary ?? '',
        description: raw.description ?? '',
        permission: raw['x-permission'] ?? '',
        parameters: raw.parameters ?? [],
        body: raw.requestBody?.content ?? {},
        answers: Object.entries(raw.responses).map(([status, answer]) => answerOf(document, status, answer)),
        security: (raw.security ?? []).flatMap((one) => Object.keys(one)),
      };
    }),
  );
  const place = (one: Operation) => order.get(one.tag) ?? order.size;
  return all.sort((one, other) => place(one) - place(other) || one.path.localeCompare(other.path) || METHODS.indexOf(one.method.toLowerCase()) - METHODS.indexOf(other.method.toLowerCase()));
}

/** Those in which every word that was typed occurs: in method, address, name, texts, permission, parameters or problem codes. */
export function found(operations: readonly Operation[], typed: string): Operation[] {
  const words = typed.toLowerCase().split(/\s+/).filter(Boolean);
  return operations.filter((one) => {
    const text = [one.method, one.path, one.id, one.summary, one.description, one.permission, ...one.parameters.map((each) => each.name), ...one.answers.flatMap((answer) => answer.codes)]
      .join('\n')
      .toLowerCase();
    return words.every((word) => text.includes(word));
  });
}

/** The operations that can answer with each problem code. */
export function usersOfCodes(operations: readonly Operation[]): Map<string, Operation[]> {
  const users = new Map<string, Operation[]>();
  for (const operation of operations) {
    for (const code of operation.answers.flatMap((answer) => answer.codes)) users.set(code, [...(users.get(code) ?? []), operation]);
  }
  return users;
}

/** The schema itself: what it refers to, under its own description when it has one. */
export function resolved(document: Document, schema: Schema): Schema {
  if (!schema.$ref) return schema;
  const named = document.components.schemas[lastOf(schema.$ref)] ?? {};
  return { ...resolved(document, named), ...(schema.description ? { description: schema.description } : {}) };
}

function isNull(schema: Schema): boolean {
  return schema.type === 'null';
}

/** A type in one line: `text (uuid)` is `string uuid`, a list `Loan[]`, what may be absent ends in `null`. */
export function typeOf(schema: Schema): string {
  if (schema.$ref) return lastOf(schema.$ref);
  const choices = schema.oneOf ?? schema.anyOf;
  if (choices) return choices.map(typeOf).join(' | ');
  if (schema.allOf) return schema.allOf.map(typeOf).join(' & ');
  const kinds = Array.isArray(schema.type) ? schema.type : [schema.type ?? 'any'];
  return kinds.map((kind) => (kind === 'array' ? `${typeOf(schema.items ?? {})}[]` : kind === 'string' && schema.format ? `string ${schema.format}` : kind)).join(' | ');
}

/** What a value must keep to beside its type, each as a short text. */
export function limitsOf(schema: Schema): string[] {
  const texts: string[] = [];
  const range = (low: number | undefined, high: number | undefined, unit: string) => {
    if (low !== undefined && high !== undefined) texts.push(`${low}–${high}${unit}`);
    else if (low !== undefined) texts.push(`≥ ${low}${unit}`);
    else if (high !== undefined) texts.push(`≤ ${high}${unit}`);
  };
  range(schema.minimum, schema.maximum, '');
  range(schema.minLength, schema.maxLength, ' chars');
  range(schema.minItems, schema.maxItems, ' items');
  if (schema.pattern) texts.push(schema.pattern);
  if (schema.default !== undefined && schema.default !== null) texts.push(`= ${JSON.stringify(schema.default)}`);
  return texts;
}

export interface Member {
  name: string;
  schema: Schema;
  required: boolean;
}

/** What can be opened beneath a value: members of an object, of the objects in a list, the choices of a union. */
export function membersOf(document: Document, schema: Schema): Member[] {
  const whole = resolved(document, schema);
  const parts = whole.allOf?.flatMap((part) => membersOf(document, part)) ?? [];
  const own = Object.entries(whole.properties ?? {}).map(([name, member]) => ({ name, schema: member, required: whole.required?.includes(name) ?? false }));
  if (parts.length + own.length > 0) return [...parts, ...own];
  if (whole.items) return membersOf(document, whole.items);
  const choices = (whole.oneOf ?? whole.anyOf ?? []).filter((choice) => !isNull(choice));
  if (choices.length === 1) return membersOf(document, choices[0]!);
  if (choices.length > 1) return choices.map((choice) => ({ name: `(${typeOf(choice)})`, schema: choice, required: false }));
  if (typeof whole.additionalProperties === 'object') return [{ name: '*', schema: whole.additionalProperties, required: false }];
  return [];
}

/** The words of a choice, when the value is one. */
export function choicesOf(document: Document, schema: Schema): string[] {
  const whole = resolved(document, schema);
  if (whole.enum) return whole.enum.map(String);
  const words = (whole.oneOf ?? whole.anyOf ?? []).flatMap((choice) => (choice.const !== undefined ? [String(choice.const)] : choice.$ref || choice.enum ? choicesOf(document, choice) : []));
  return words;
}
