/** What the server says went wrong (RFC 9457), as an error that screens can show. */
export class ApiProblem extends Error {
  readonly status: number;
  readonly code: string;
  readonly detail: string;
  readonly field: string | undefined;
  readonly requestId: string | undefined;

  constructor(status: number, code: string, detail: string, field?: string, requestId?: string) {
    super(detail || code);
    this.name = 'ApiProblem';
    this.status = status;
    this.code = code;
    this.detail = detail;
    this.field = field;
    this.requestId = requestId;
  }

  static unreachable(): ApiProblem {
    return new ApiProblem(0, 'web.server_unreachable', '');
  }
}

function text(value: unknown): string | undefined {
  return typeof value === 'string' && value !== '' ? value : undefined;
}

export function problemFrom(response: Response, body: unknown): ApiProblem {
  const facts = (typeof body === 'object' && body !== null ? body : {}) as Record<string, unknown>;
  return new ApiProblem(
    response.status,
    text(facts.code) ?? `http.${response.status}`,
    text(facts.detail) ?? text(facts.title) ?? '',
    text(facts.field),
    text(facts.request_id) ?? response.headers.get('x-request-id') ?? undefined,
  );
}

/** The form field that a problem points at: `amount`, `/amount` and `amount.currency` all mean `amount`. */
export function fieldOf(problem: unknown): string | undefined {
  if (!(problem instanceof ApiProblem) || !problem.field) return undefined;
  return problem.field.replace(/^[/$.]+/, '').split(/[./[]/)[0];
}
