import createClient, { type Middleware } from 'openapi-fetch';
import { currentLanguage } from '../i18n';
import type { paths } from './schema';
import { ApiProblem, problemFrom } from './problem';

/** Called when the server says that nobody is signed in. Set once by the application. */
let onSignedOut: () => void = () => {};
export function whenSignedOut(listener: () => void): void {
  onSignedOut = listener;
}

/** Called with the login when the server says that the screen of the session is locked. Set once by the application. */
let onLocked: (login: string | null) => void = () => {};
export function whenLocked(listener: (login: string | null) => void): void {
  onLocked = listener;
}

const house: Middleware = {
  onRequest({ request }) {
    request.headers.set('Accept-Language', currentLanguage());
    if (request.method !== 'GET') request.headers.set('X-Requested-With', 'xindai');
    return request;
  },
  async onResponse({ response, request }) {
    const asking = /\/session(\/lock|\/unlock)?$/.test(new URL(request.url).pathname);
    if (response.status === 423) onLocked(loginOf(await response.clone().json().catch(() => null)));
    if (response.status === 401 && !asking) onSignedOut();
    return undefined;
  },
};

function loginOf(body: unknown): string | null {
  const login = (body as { login?: unknown } | null)?.login;
  return typeof login === 'string' ? login : null;
}

/** The one way to the server: everything is typed by its OpenAPI document. */
export const api = createClient<paths>({ baseUrl: window.location.origin, credentials: 'same-origin' });
api.use(house);

interface Answer<T> {
  data?: T;
  error?: unknown;
  response: Response;
}

/** Turns an answer into its data, or throws the problem that the server described. */
export async function unwrap<T>(call: Promise<Answer<T>>): Promise<T> {
  let answer: Answer<T>;
  try {
    answer = await call;
  } catch {
    throw ApiProblem.unreachable();
  }
  if (!answer.response.ok) throw problemFrom(answer.response, answer.error);
  return answer.data as T;
}

/** A fresh id for a money command; works on plain http too, where randomUUID is absent. */
export function newCommandKey(): string {
  if (typeof crypto.randomUUID === 'function') return crypto.randomUUID();
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  bytes[6] = (bytes[6]! & 0x0f) | 0x40;
  bytes[8] = (bytes[8]! & 0x3f) | 0x80;
  const hex = [...bytes].map((b) => b.toString(16).padStart(2, '0')).join('');
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join('-');
}

/** Headers of a command that must happen once only. */
export function commandHeaders(key: string): { 'Idempotency-Key': string } {
  return { 'Idempotency-Key': key };
}

/** Where this server gives its OpenAPI document, which does not describe itself. */
export const DOCUMENT = '/api/v1/openapi.json';

/** The OpenAPI document as it stands. */
export async function fetchDocument(): Promise<unknown> {
  let answer: Response;
  try {
    answer = await fetch(DOCUMENT, { headers: { 'Accept-Language': currentLanguage() } });
  } catch {
    throw ApiProblem.unreachable();
  }
  const content: unknown = await answer.json().catch(() => undefined);
  if (!answer.ok) throw problemFrom(answer, content);
  return content;
}
