import { RedisSigningKeyStore } from '@jwt-guard/redis/keys';
import { signingKeyStoreContract } from '@jwt-guard/testing/contracts';

import { onEachRedis } from '../support/on-each-redis.js';

let ring = 0;

onEachRedis('the contract of a key ring store', (openClient) => {
  const names = new Map<RedisSigningKeyStore, string>();
  const open = async (name: string): Promise<RedisSigningKeyStore> => {
    const { client } = await openClient();
    const store = new RedisSigningKeyStore({ client, name });
    names.set(store, name);
    return store;
  };
  const cases = signingKeyStoreContract({
    create: () => open(`ring ${(ring += 1)}`),
    reopen: (store) => open(names.get(store as RedisSigningKeyStore) ?? ''),
  });
  it.each(cases)('$name', ({ run }) => run());
});
