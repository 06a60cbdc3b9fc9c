import type { Operation, Parameter, Schema } from './document';

const ID = '01900000-0000-7000-8000-000000000001';

/** A text between single quotes, as a POSIX shell takes it literally. */
export function quoted(text: string): string {
  return `'${text.replaceAll("'", "'\\''")}'`;
}

function valueOf(parameter: Parameter): string {
  const schema: Schema = parameter.schema ?? {};
  const given = parameter.example ?? schema.example ?? schema.enum?.[0] ?? schema.default;
  if (given !== undefined && given !== null) return String(given);
  if (schema.format === 'uuid') return ID;
  if (schema.format === 'date') return '2025-01-20';
  return schema.type === 'integer' ? '1' : parameter.name.toUpperCase();
}

/** The call as a line of shell: with a token where one is taken, with the example of its content, the parameters that must be there filled. */
export function curlOf(operation: Operation, origin: string): string {
  const filled = operation.parameters.filter((one) => one.in === 'path').reduce((path, one) => path.replace(`{${one.name}}`, encodeURIComponent(valueOf(one))), operation.path);
  const asked = operation.parameters.filter((one) => one.in === 'query' && one.required).map((one) => `${encodeURIComponent(one.name)}=${encodeURIComponent(valueOf(one))}`);
  const address = `${origin}${filled}${asked.length > 0 ? `?${asked.join('&')}` : ''}`;
  const parts = ['curl'];
  if (operation.method !== 'GET') parts.push(`-X ${operation.method}`, "-H 'X-Requested-With: xindai'");
  // The shell fills the token in: it is not kept with the call.
  if (operation.security.includes('token')) parts.push('-H "Authorization: Bearer $TOKEN"');
  else if (operation.security.includes('session')) parts.push('-b jar');
  if (operation.parameters.some((one) => one.name === 'Idempotency-Key')) parts.push('-H "Idempotency-Key: $(uuidgen)"');
  const [kind, media] = Object.entries(operation.body)[0] ?? [];
  if (kind === 'application/json') parts.push(`-H 'Content-Type: ${kind}'`, `-d ${quoted(JSON.stringify(media?.example ?? {}))}`);
  else if (kind) parts.push(`-H 'Content-Type: ${kind}'`, '--data-binary @FILE');
  parts.push(quoted(address));
  return parts.join(' \\\n  ');
}
