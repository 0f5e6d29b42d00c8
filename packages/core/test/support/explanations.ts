import { createJwtVerifier, createRequestGuard } from '../../src/index.js';
import type { Explanation, JwtVerifier, RequestGuardOptions, RequestLike, RouteDemands } from '../../src/index.js';
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

/** How a verifier, made of the usual options and these, explains that it refused a token. */
export async function explanationOf(token: unknown, options: Record<string, unknown> = {}): Promise<Explanation> {
  const verifier = createJwtVerifier({ ...verifierOptions, ...options });
  const explained = nextExplanation(verifier);
  await verifier.verify(token).catch(() => undefined);
  return explained;
}

/** How a guard explains that it refused a request. */
export async function explanationOfRequest(
  request: RequestLike,
  options: Partial<RequestGuardOptions> = {},
  demands?: RouteDemands,
): Promise<Explanation> {
  const guard = createRequestGuard({ ...verifierOptions, ...options } as RequestGuardOptions);
  const explained = nextExplanation(guard.verifier);
  await guard.authenticate(request, demands).catch(() => undefined);
  return explained;
}
