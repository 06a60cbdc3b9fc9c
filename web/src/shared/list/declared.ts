/** From the declaration of a list to columns and to fields of a composed search: pure. */

export interface DeclaredField {
  key: string;
  title_zh: string;
  title_en: string;
  kind: string;
  gaps: boolean;
  searched: boolean;
  ordered: boolean;
  shown: boolean;
  masked: boolean;
  hidden: boolean;
  words: Word[];
  /** The dictionary that has its words. */
  dictionary?: string | null;
  /** Whether its codes stand below one another. */
  nested?: boolean;
}

interface Word {
  code: string;
  zh: string;
  en: string;
}

/** The lists of codes, with their words. */
export type Dictionaries = readonly { code: string; entries: readonly Word[] }[];

interface Declared {
  fields: DeclaredField[];
}

type Pick = (zh: string, en: string) => string;

const TO_THE_RIGHT = new Set(['money', 'number', 'rate']);

/** What a look may say beyond how a row is shown: a title makes it a column of the screen alone, behind another one. */
interface LookSpec {
  sort?: string;
  title?: string;
  after?: string;
}

/** The declared fields that the screen knows how to show, in their declared order, and what only the screen has. */
export function columnsOf<L extends LookSpec>(declared: Declared | undefined, looks: Record<string, L>, pick: Pick) {
  const columns = declaredColumns(declared, looks, pick);
  if (!declared) return columns;
  for (const [key, look] of Object.entries(looks)) {
    if (look.title === undefined) continue;
    const { sort: _, after, title, ...rest } = look;
    const at = columns.findIndex((column) => column.key === after) + 1;
    columns.splice(at > 0 ? at : columns.length, 0, { ...rest, key, title });
  }
  return columns;
}

function declaredColumns<L extends LookSpec>(declared: Declared | undefined, looks: Record<string, L>, pick: Pick): (Omit<L, keyof LookSpec> & { key: string; title: string; right?: boolean; sort?: string })[] {
  return (declared?.fields ?? [])
    .filter((field) => field.shown && looks[field.key])
    .map((field) => {
      const look = looks[field.key]!;
      const sort = look.sort ?? (field.ordered ? field.key : undefined);
      const { sort: _, title: _title, after: _after, ...rest } = look;
      return {
        ...rest,
        key: field.key,
        title: pick(field.title_zh, field.title_en),
        ...(TO_THE_RIGHT.has(field.kind) ? { right: true } : {}),
        ...(sort ? { sort } : {}),
      };
    });
}

/** The fields of a composed search; currencies are those that the lender has, and the words of a dictionary are the lender's, too. */
export function fieldsOf(declared: Declared | undefined, currencies: readonly string[], pick: Pick, dictionaries: Dictionaries = []) {
  return (declared?.fields ?? [])
    .filter((field) => field.searched)
    .map((field) => {
      const label = pick(field.title_zh, field.title_en);
      const choices = field.kind === 'choice' || field.kind === 'flag';
      const known = field.dictionary ? (dictionaries.find((one) => one.code === field.dictionary)?.entries ?? []) : field.words;
      const words = known.map((word) => ({ value: word.code, label: field.nested ? `${word.code} ${pick(word.zh, word.en)}` : pick(word.zh, word.en) }));
      const options = choices && words.length === 0 && !field.dictionary ? currencies.map((code) => ({ value: code, label: code })) : words;
      return {
        name: field.key,
        label,
        kind: choices ? 'choice' : field.kind,
        ...(field.gaps ? { gaps: true } : {}),
        ...(choices ? { options } : {}),
      };
    });
}

/** The columns that a file can have, of those that are seen. */
export function filedColumns(declared: Declared | undefined, keys: readonly string[]): string[] {
  return keys.filter((key) => declared?.fields.some((field) => field.shown && field.key === key));
}

/** Whether one of the shown columns is masked, so that a reason could show it whole. */
export function isMasked(declared: Declared | undefined, keys: readonly string[]): boolean {
  return (declared?.fields ?? []).some((field) => field.masked && !field.hidden && keys.includes(field.key));
}

/** The choices that a field of a list has. */
export function optionsOf(fields: readonly { name: string; options?: { value: string; label: string }[] }[], name: string): { value: string; label: string }[] {
  return fields.find((field) => field.name === name)?.options ?? [];
}
