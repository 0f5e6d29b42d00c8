import { InvalidOptionError } from '@jwt-guard/core';
import type { IssuerRoutesOptions } from '@jwt-guard/issuer';
import { JWT_ISSUER_OPTIONS, JWT_ISSUER_SESSIONS, JwtIssuerModule } from '@jwt-guard/issuer/nestjs';
import type { INestApplication } from '@nestjs/common';
import type { Server } from 'node:http';

import { postForm, send, urlOf } from '../support/http-client.js';
import { createIssuerWorld } from '../support/issuer-world.js';
import type { IssuerWorld } from '../support/issuer-world.js';
import { startNest } from '../support/platforms.js';

describe.each(['Nest on Express', 'Nest on Fastify'] as const)('JwtIssuerModule, %s', (platform) => {
  let world: IssuerWorld;
  let running: INestApplication<Server> | undefined;
  const optionsOf = ({ keys, tokens, sessions }: IssuerWorld): IssuerRoutesOptions => ({ keys, tokens, sessions });

  beforeAll(async () => {
    world = await createIssuerWorld();
  });
  afterEach(async () => {
    await running?.close();
    running = undefined;
  });

  it('T6 · serves by options that a factory makes, whatever the global prefix', async () => {
    running = await startNest(
      platform,
      JwtIssuerModule.forRootAsync({ useFactory: () => Promise.resolve(optionsOf(world)) }),
    );
    const url = urlOf(running.getHttpServer());

    expect((await send(`${url}/.well-known/jwks.json`, { method: 'GET' })).status).toBe(200);
    expect((await send(`${url}/api/.well-known/jwks.json`, { method: 'GET' })).status).toBe(404);
    const { refreshToken } = await world.sessions.start({ subject: 'alice' });
    const answer = await postForm(`${url}/oauth/token`, { grant_type: 'refresh_token', refresh_token: refreshToken });
    expect(answer.status).toBe(200);
  });

  it('gives the sessions and the options to other providers', async () => {
    const options = optionsOf(world);
    running = await startNest(platform, JwtIssuerModule.forRoot(options));

    expect(running.get(JWT_ISSUER_SESSIONS)).toBe(world.sessions);
    expect(running.get(JWT_ISSUER_OPTIONS)).toBe(options);
  });

  it('fails at boot with wrong options', async () => {
    const wrong = { ...optionsOf(world), session: 1 } as IssuerRoutesOptions;

    await expect(startNest(platform, JwtIssuerModule.forRoot(wrong))).rejects.toThrow(InvalidOptionError);
  });
});
