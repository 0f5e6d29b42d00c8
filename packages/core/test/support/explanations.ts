import { createJwtVerifier, createRequestGuard } from '../../src/index.js';
import type {
  Explanation,
  JwtVerifier,
  JwtVerifierOptions,
  RequestGuardOptions,
  RequestLike,
  RouteDemands,
} from '../../src/index.js';
import { verifierOptions } from './tokens.js';

/** The next explanation of a verifier. */
export function nextExplanation({ on }: Pick<JwtVerifier<unknown>, 'on'>): Promise<Explanation> {
  return new Promise((resolve) => {
    const stop = on('explained', (explanation) => {
      stop();
      resolve(explanation);
    });
  });
}

/** How a verifier of these options explains that it refused a token. */
export async function explanationBy(options: object, token: unknown): Promise<Explanation> {
  const verifier = createJwtVerifier(options as JwtVerifierOptions);
  const explained = nextExplanation(verifier);
  await verifier.verify(token).catch(() => undefined);
  return explained;
}

/** How a verifier, made of the usual options and these, explains that it refused a token. */
export function explanationOf(token: unknown, options: object = {}): Promise<Explanation> {
  return explanationBy({ ...verifierOptions, ...options }, token);
}

/** How a guard explains that it refused a request. */
export async function explanationOfRequest(
  request: RequestLike,
  options: Partial<RequestGuardOptions> = {},
  demands?: RouteDemands,
): Promise<Explanation> {
  const guard = createRequestGuard({ ...verifierOptions, ...options });
  const explained = nextExplanation(guard.verifier);
  await guard.authenticate(request, demands).catch(() => undefined);
  return explained;
}
