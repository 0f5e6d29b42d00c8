import { auth } from 'express-oauth2-jwt-bearer';

export const expressOauth2JwtBearer = {
  name: 'express-oauth2-jwt-bearer',
  packages: ['express-oauth2-jwt-bearer'],
  algorithms: ['RS256', 'PS256', 'ES256', 'EdDSA'],
  keysBy: 'fetched from the key set',
  express: (app, { issuer, audience, algorithm, jwksUri }) =>
    void app.use(auth({ issuer, audience, jwksUri, tokenSigningAlg: algorithm })),
};
