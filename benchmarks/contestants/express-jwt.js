import { expressjwt } from 'express-jwt';
import { expressJwtSecret } from 'jwks-rsa';

export const expressJwt = {
  name: 'express-jwt + jwks-rsa',
  packages: ['express-jwt', 'jwks-rsa'],
  algorithms: ['RS256', 'PS256', 'ES256'],
  keysBy: 'fetched from the key set',
  unchecked: 'that `exp` is there',
  express: (app, { issuer, audience, algorithm, jwksUri }) =>
    void app.use(expressjwt({ secret: expressJwtSecret({ jwksUri }), algorithms: [algorithm], issuer, audience })),
};
