import { RedisRefreshTokenStore } from '@jwt-guard/redis/refresh';
import { refreshTokenStoreContract } from '@jwt-guard/testing/contracts';

import type { TestClient } from '../support/clients.js';
import { onEachRedis } from '../support/on-each-redis.js';

onEachRedis('the contract of a refresh token store', (open) => {
  let shared: TestClient;
  beforeAll(async () => {
    shared = await open();
  });

  const cases = refreshTokenStoreContract({
    create: () => new RedisRefreshTokenStore({ client: shared.client }),
    reopen: async () => new RedisRefreshTokenStore({ client: (await open()).client }),
  });
  it.each(cases)('$name', ({ run }) => run());
});
