function empty(value: unknown): boolean {
  return value === undefined || value === null || value === '' || (Array.isArray(value) && value.length === 0);
}

function same(a: unknown, b: unknown): boolean {
  if (empty(a) || empty(b)) return empty(a) && empty(b);
  if (Array.isArray(a) && Array.isArray(b)) {
    if (a.length !== b.length) return false;
    const choices = [...a, ...b].every((one) => typeof one === 'string');
    const [left, right] = choices ? [[...a].sort(), [...b].sort()] : [a, b];
    return left.every((one, index) => same(one, right[index]));
  }
  if (typeof a === 'object' && typeof b === 'object') return !changed(a as object, b as object);
  return a === b;
}

/**
 * Whether the fields of a form differ from what it began with. Only fields that are shown count; nothing chosen, null and an empty
 * text are the same, and so are the same choices in another order.
 */
export function changed(start: object, now: object): boolean {
  const before = start as Record<string, unknown>;
  return Object.entries(now).some(([name, value]) => !same(before[name], value));
}
