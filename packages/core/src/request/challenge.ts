/** What an answer tells the client, in data; {@link challengeHeaders} and {@link challengeResponse} write it. */
export interface Challenge {
  readonly error?: 'invalid_request' | 'invalid_token' | 'insufficient_scope';
  /** A constant text of the characters that RFC 6750 §3 allows. */
  readonly description?: string;
  readonly scopes?: readonly string[];
  readonly retryAfterSeconds?: number;
}

/** What {@link challengeHeaders} needs of a refusal. */
export interface Refusal {
  readonly code: string;
  readonly status: number;
  readonly realm: string;
  readonly challenge: Challenge;
}

/** A whole HTTP answer to a refused request, for any framework to send. */
export interface ChallengeResponse {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  /** To be sent as JSON. */
  readonly body: Readonly<Record<string, string>>;
}

/**
 * The answer to a refused request: status, headers and a generic JSON body. All adapters answer with it, so that a
 * client meets the same bytes on each.
 *
 * @see {@link https://www.rfc-editor.org/rfc/rfc6750#section-3 RFC 6750 §3}
 */
export function challengeResponse(refusal: Refusal): ChallengeResponse {
  return { status: refusal.status, headers: challengeHeaders(refusal), body: responseBody(refusal) };
}

/** The headers of the answer: `WWW-Authenticate` where the token is at fault, `Retry-After` where we are. */
export function challengeHeaders(refusal: Refusal): Record<string, string> {
  const { status, challenge } = refusal;
  const headers: Record<string, string> = { 'Cache-Control': 'no-store' };
  if (status === 401 || challenge.error !== undefined) headers['WWW-Authenticate'] = bearerChallenge(refusal);
  if (challenge.retryAfterSeconds !== undefined)
    headers['Retry-After'] = String(retryAfter(challenge.retryAfterSeconds));
  return headers;
}

/** Whole seconds, from one to a day, whatever somebody made of it. */
function retryAfter(seconds: number): number {
  return Math.min(Math.max(1, Math.ceil(seconds) || 1), 86_400);
}

function bearerChallenge({ realm, challenge }: Refusal): string {
  const parameters = {
    realm,
    error: challenge.error,
    error_description: challenge.description,
    scope: challenge.scopes?.join(' '),
  };
  return `Bearer ${Object.entries(parameters)
    .flatMap(([name, value]) => (value === undefined ? [] : `${name}="${quotable(value)}"`))
    .join(', ')}`;
}

/** All that RFC 6750 §3 allows. Options are checked at creation; this holds for refusals that somebody else made, too. */
function quotable(text: string): string {
  return text.replace(/[^\x20\x21\x23-\x5b\x5d-\x7e]/g, '?');
}

const messages: Readonly<Record<number, string>> = {
  401: 'Unauthorized',
  403: 'Forbidden',
  503: 'Service Unavailable',
};

function responseBody({ status, challenge }: Refusal): Record<string, string> {
  const { error, description, scopes } = challenge;
  if (error === undefined) return { message: messages[status] ?? 'Error' };
  return { error, error_description: description ?? '', ...(scopes && { scope: scopes.join(' ') }) };
}
