import { Controller, Get, Inject, Module, Req, Scope, UseGuards } from '@nestjs/common';
import { REQUEST } from '@nestjs/core';
import { CurrentToken, JwtGuard, JwtGuardModule, RequireScopes } from '@jwt-guard/nestjs';
import type { VerifiedToken } from '@jwt-guard/nestjs';
import { createJwtVerifier } from '@jwt-guard/core';
import { createLocalIssuer } from '@jwt-guard/testing';
import { sendRaw } from '../../src/wiring/raw-http.js';
import { nestPlatforms, startNest } from '../../src/wiring/start-app.js';
import type { RunningApp } from '../../src/wiring/start-app.js';

const orders = 'https://orders.test';
const billing = 'https://billing.test';
const { issuer, jwks, tokenFor } = createLocalIssuer({ audience: orders });

/** The guard of the second API: its own audience, its own realm. */
class BillingGuard extends JwtGuard {
  constructor() {
    const verifier = createJwtVerifier({ issuer, audience: billing, jwks });
    super({ verifier, realm: 'billing' }, verifier);
  }
}

@UseGuards(JwtGuard)
@Controller('orders')
class OrdersController {
  @Get()
  list(@CurrentToken() token: VerifiedToken): object {
    return { subject: token.subject };
  }
}

@UseGuards(BillingGuard)
@Controller('billing')
class BillingController {
  @RequireScopes('invoices:read')
  @Get()
  list(@Req() { auth }: { auth?: VerifiedToken }): object {
    return { subject: auth?.subject };
  }
}

/** Made anew for each request, as Nest does where a provider injects the request. */
@UseGuards(JwtGuard)
@Controller({ path: 'mine', scope: Scope.REQUEST })
class MineController {
  readonly #request: { readonly auth?: VerifiedToken };

  constructor(@Inject(REQUEST) request: { readonly auth?: VerifiedToken }) {
    this.#request = request;
  }

  @Get()
  list(@CurrentToken() token: VerifiedToken): object {
    return { subject: this.#request.auth?.subject, same: this.#request.auth === token };
  }
}

@Module({
  imports: [JwtGuardModule.forRoot({ issuer, audience: orders, jwks, realm: 'orders', global: false })],
  controllers: [OrdersController, BillingController, MineController],
  providers: [BillingGuard],
})
class TwoApisModule {}

describe.each(nestPlatforms)('two APIs in one application, on %s', (platform) => {
  let app: RunningApp;
  beforeAll(async () => {
    app = await startNest(platform, TwoApisModule);
  });
  afterAll(() => app.close());
  const send = (target: string, audience?: string | readonly string[], scopes: readonly string[] = ['invoices:read']) =>
    sendRaw(app.url, {
      target,
      headers:
        audience === undefined ? [] : [`Authorization: Bearer ${tokenFor({ subject: 'alice', audience, scopes })}`],
    });

  it.each([
    ['the first', orders, 200, 401],
    ['the second', billing, 401, 200],
    ['both', [orders, billing], 200, 200],
    ['another', 'https://other.test', 401, 401],
  ])('J12 · accept a token for %s by its audience', async (_title, audience, first, second) => {
    expect([(await send('/orders', audience)).status, (await send('/billing', audience)).status]).toEqual([
      first,
      second,
    ]);
  });

  it('B4 · challenge by their own realm', async () => {
    expect((await send('/orders')).headers['www-authenticate']).toBe('Bearer realm="orders"');
    expect((await send('/billing')).headers['www-authenticate']).toBe('Bearer realm="billing"');
    const refused = await send('/billing', billing, []);
    expect(refused.headers['www-authenticate']).toMatch(/^Bearer realm="billing", .*scope="invoices:read"$/);
  });

  it('F-09 · give a controller that is made for each request the identity of that request', async () => {
    const subjects = Array.from({ length: 50 }, (_, index) => `user-${index}`);
    const answers = await Promise.all(
      subjects.map((subject) => {
        const headers = [`Authorization: Bearer ${tokenFor({ subject })}`];
        return sendRaw(app.url, { target: '/mine', headers });
      }),
    );
    expect(answers.map(({ body }) => JSON.parse(body) as unknown)).toEqual(
      subjects.map((subject) => ({ subject, same: true })),
    );
  });
});
