import type { JsonObject } from '@jwt-guard/core';

import type { Signer } from '../keys/signer.js';

/**
 * Signs claims as a JWT in compact serialisation.
 *
 * @param typ - the kind of token, `at+jwt` for an access token (RFC 9068 §2.1)
 * @see {@link https://www.rfc-editor.org/rfc/rfc7515#section-5.1 RFC 7515 §5.1}
 */
export async function signJwt(signer: Signer, typ: string, claims: JsonObject): Promise<string> {
  const input = `${segment({ alg: signer.algorithm, typ, kid: signer.kid })}.${segment(claims)}`;
  const signature = await signer.sign(Buffer.from(input));
  return `${input}.${Buffer.from(signature).toString('base64url')}`;
}

function segment(object: JsonObject): string {
  return Buffer.from(JSON.stringify(object)).toString('base64url');
}
