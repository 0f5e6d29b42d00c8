import { passportJwtSecret } from 'jwks-rsa';
import passport from 'passport';
import { ExtractJwt, Strategy } from 'passport-jwt';

export const passportJwt = {
  name: 'passport-jwt + jwks-rsa',
  packages: ['passport', 'passport-jwt', 'jwks-rsa', '@nestjs/passport'],
  algorithms: ['RS256', 'PS256', 'ES256'],
  keysBy: 'fetched from the key set',
  unchecked: 'that `exp` is there',
  express: (app, setting) => {
    passport.use(new Strategy(optionsFor(setting), (claims, done) => done(null, claims)));
    app.use(passport.authenticate('jwt', { session: false }));
  },
  nest: async (setting) => {
    const { Injectable } = await import('@nestjs/common');
    const { APP_GUARD } = await import('@nestjs/core');
    const { AuthGuard, PassportModule, PassportStrategy } = await import('@nestjs/passport');
    class JwtStrategy extends PassportStrategy(Strategy) {
      constructor() {
        super(optionsFor(setting));
      }
      validate(claims) {
        return claims;
      }
    }
    Injectable()(JwtStrategy);
    return { imports: [PassportModule], providers: [JwtStrategy, { provide: APP_GUARD, useClass: AuthGuard('jwt') }] };
  },
};

function optionsFor({ issuer, audience, algorithm, jwksUri }) {
  return {
    jwtFromRequest: ExtractJwt.fromAuthHeaderAsBearerToken(),
    secretOrKeyProvider: passportJwtSecret({ jwksUri }),
    algorithms: [algorithm],
    issuer,
    audience,
  };
}
