import { createSecretKey } from 'node:crypto';
import jwt from 'jsonwebtoken';
import type { Algorithm } from 'jsonwebtoken';
import { terms } from '../terms.js';
import { deliberateRefusalsBut, lenient } from './lenient.js';
import type { Peer } from './peer.js';

const { issuer, audience, clockTolerance, nowSeconds } = terms;
const supported = ['HS256', 'HS512', 'ES256', 'ES384', 'ES512', 'RS256', 'RS384', 'RS512', 'PS256'] as const;

/** It reads no key set: of a set it is given the one key that signs. */
export const jsonwebtoken: Peer = {
  name: 'jsonwebtoken',
  algorithms: supported,
  verifierOf: ({ key, algorithms }) => {
    const allowed = algorithms.filter((name): name is (typeof supported)[number] & Algorithm => supported.includes(name as never));
    const options = { issuer, audience, clockTolerance, clockTimestamp: nowSeconds, algorithms: allowed };
    const keyObject = Buffer.isBuffer(key) ? createSecretKey(key) : key;
    return (token) => jwt.verify(token, keyObject, options);
  },
  falseRefusals: [],
  falseAcceptances: [
    ...deliberateRefusalsBut('byte order mark'),
    ...lenient,
    {
      name: 'no expiry',
      because: 'A token without exp opens the door for ever once it is stolen. The peer has no option to demand the claim.',
      refusedAs: ['claim_missing'],
      applies: ({ claims: { members } }) => !('exp' in members),
    },
  ],
}; // prettier-ignore
