/** A field of an object before and after, by its path. */
export interface ChangedField {
  path: string;
  before: string | undefined;
  after: string | undefined;
}

/** The fields of two objects side by side, deep ones by their path; those that differ first told apart by the reader. */
export function fieldsOf(before: unknown, after: unknown): ChangedField[] {
  const old = flatten(before);
  const now = flatten(after);
  const paths = [...new Set([...old.keys(), ...now.keys()])];
  return paths.map((path) => ({ path, before: old.get(path), after: now.get(path) }));
}

function flatten(value: unknown): Map<string, string> {
  const fields = new Map<string, string>();
  const walk = (part: unknown, path: string) => {
    if (part === null || part === undefined) return;
    if (isMoney(part)) fields.set(path, `${part.amount} ${part.currency}`);
    else if (Array.isArray(part) && part.every((one) => typeof one !== 'object' || one === null)) fields.set(path || 'value', part.map(String).join(' · '));
    else if (typeof part === 'object') for (const [name, inner] of Object.entries(part)) walk(inner, path ? `${path}.${name}` : name);
    else fields.set(path || 'value', String(part));
  };
  walk(value, '');
  return fields;
}

function isMoney(value: unknown): value is { amount: string; currency: string } {
  if (typeof value !== 'object' || value === null) return false;
  const names = Object.keys(value);
  return names.length === 2 && 'amount' in value && 'currency' in value;
}
