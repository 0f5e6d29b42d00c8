import { accessTokenCookie, refreshTokenCookie } from '@jwt-guard/issuer';
import type { IssuedTokens } from '@jwt-guard/issuer';
import type { Response } from 'express';

const accessCookie = accessTokenCookie();
/** Where a browser keeps its refresh token. */
export const refreshCookie = refreshTokenCookie();

/** Hands tokens out: in the body of the answer, or in cookies that scripts cannot read. */
export function answerTokens(response: Response, tokens: IssuedTokens, mode: 'bearer' | 'cookie'): void {
  const { accessToken, refreshToken, refreshTokenExpiresIn } = tokens;
  if (mode === 'bearer') {
    response.json({
      access_token: accessToken.token,
      token_type: 'Bearer',
      expires_in: accessToken.expiresIn,
      refresh_token: refreshToken,
    });
    return;
  }
  response.append('Set-Cookie', accessCookie.serialize(accessToken.token, accessToken.expiresIn));
  response.append('Set-Cookie', refreshCookie.serialize(refreshToken, refreshTokenExpiresIn));
  response.status(204).end();
}

/** Takes both cookies away. */
export function clearCookies(response: Response): void {
  for (const cookie of [accessCookie, refreshCookie]) response.append('Set-Cookie', cookie.clear());
}
