import type { IncomingMessage } from 'node:http';

import { TokenRequestError } from '../errors/token-request-error.js';
import type { Form } from './form-request.js';

/** How a client says who it is. */
export interface ClientCredentials {
  readonly clientId: string;
  /** Absent for a public client. */
  readonly clientSecret?: string;
}

/**
 * Tells who a client is: answers its id when the secret is right, or when it is a public one and sent none; undefined
 * refuses it. Compare secrets in constant time. A rejection is answered as an error of the server, and by 503 when it is
 * a `StoreUnavailableError`.
 */
export type AuthenticateClient = (
  request: IncomingMessage,
  credentials: ClientCredentials,
) => Promise<string | undefined>;

/**
 * Who sent a request: a client that `authenticate` knows; without it a public one, by its name alone. Undefined when it
 * gives no name and needs none.
 *
 * @see {@link https://www.rfc-editor.org/rfc/rfc6749#section-2.3.1 RFC 6749 §2.3.1}
 * @throws {TokenRequestError} (as rejection) `invalid_client`; `invalid_request` for two ways at once.
 */
export async function clientOf(
  request: IncomingMessage,
  form: Form,
  authenticate: AuthenticateClient | undefined,
): Promise<string | undefined> {
  const { clientId, clientSecret } = credentialsOf(request, form);
  if (authenticate === undefined) {
    if (clientSecret !== undefined) throw new TokenRequestError('invalid_client', 'client_unknown');
    return clientId;
  }
  if (clientId === undefined) throw new TokenRequestError('invalid_client', 'client_missing');
  const known = await authenticate(request, {
    clientId,
    ...(clientSecret !== undefined && { clientSecret }),
  });
  if (typeof known !== 'string' || known === '') throw new TokenRequestError('invalid_client', 'client_unknown');
  return known;
}

function credentialsOf(request: IncomingMessage, form: Form): Partial<ClientCredentials> {
  const basic = basicCredentials(request);
  const [clientId, clientSecret] = [form.get('client_id'), form.get('client_secret')];
  if (basic === undefined)
    return { ...(clientId !== undefined && { clientId }), ...(clientSecret !== undefined && { clientSecret }) };
  if (clientSecret !== undefined || (clientId !== undefined && clientId !== basic.clientId))
    throw new TokenRequestError('invalid_request', 'parameter_repeated');
  return basic;
}

function basicCredentials({ headersDistinct }: IncomingMessage): Required<ClientCredentials> | undefined {
  const [header, another] = headersDistinct['authorization'] ?? [];
  if (header === undefined) return undefined;
  if (another !== undefined) throw new TokenRequestError('invalid_request', 'parameter_repeated');
  const [, encoded = ''] = /^basic +([\w+/-]+=*)$/i.exec(header) ?? [];
  const [, id = '', secret = ''] = /^([^:]+):(.+)$/.exec(Buffer.from(encoded, 'base64').toString('utf8')) ?? [];
  const [clientId, clientSecret] = [formDecoded(id), formDecoded(secret)];
  if (clientId === '' || clientSecret === '') throw new TokenRequestError('invalid_client', 'client_missing');
  return { clientId, clientSecret };
}

/** Both halves are form-encoded before they are joined (RFC 6749 §2.3.1); what is no encoding is nobody's name. */
function formDecoded(text: string): string {
  try {
    return decodeURIComponent(text.replaceAll('+', ' '));
  } catch {
    return '';
  }
}
