import { useTokenCorpus } from '../../src/corpus/use-token-corpus.js';

const { accepts, refuses, refusesKeySets } = useTokenCorpus();

describe('a token that says where its key is', () => {
  it('K-01 · refuses a jwk header with the key of an attacker', refuses('K-01'));
  it('K-02 · refuses a jwk header with a secret', refuses('K-02'));
  it('K-03 · refuses a jku header that leads to the keys of an attacker', refuses('K-03'));
  it('K-05 · refuses x5u, x5c and x5t headers of an attacker', refuses('K-05'));
  it('K-07 · refuses a kid that is a path, with the HMAC of nothing', refuses('K-07'));
  it('K-09 · refuses a kid that is a command', refuses('K-09'));
  it('K-10 · refuses a kid by a name that objects inherit', refuses('K-10'));
  it('K-11 · refuses a kid that is no string', refuses('K-11'));
  it('K-13 · refuses a kid that is almost right', refuses('K-13'));
  it('K-15 · refuses the kid of a key of another type', refuses('K-15'));
  it('K-22 · refuses an alg that the published key does not name', refuses('K-22'));
  it('K-42 · refuses a key that is not published, or no longer', refuses('K-42'));

  it('K-06 · accepts key references in the header, which nobody follows', accepts('K-06'));
  it('K-14 · accepts no kid, where one key fits', accepts('K-14'));

  it('K-14 · refuses a token without kid, where several keys fit', refusesKeySets('K-14'));
  it('K-18 · refuses two keys with one kid', refusesKeySets('K-18'));
  it('K-19 · refuses two keys of different types with one kid', refusesKeySets('K-19'));
  it('K-21 · refuses a key that is not for verifying', refusesKeySets('K-21'));
  it('K-22 · refuses a key that names another algorithm', refusesKeySets('K-22'));
  it('K-25 · refuses an RSA key with the exponent 1, under which anyone can sign', refusesKeySets('K-25'));
  it('K-26 · refuses an RSA key with a small exponent', refusesKeySets('K-26'));
  it('K-27 · refuses an RSA key that is too short', refusesKeySets('K-27'));
  it('K-29 · refuses an EC point that is not on the curve, or not written as it must be', refusesKeySets('K-29'));
  it('K-30 · refuses a curve that disagrees with the rest of the key', refusesKeySets('K-30'));
  it('K-31 · refuses an X25519 key for signatures', refusesKeySets('K-31'));
  it('K-33 · refuses a secret among public keys', refusesKeySets('K-33'));
  it('K-34 · refuses a private key among public keys', refusesKeySets('K-34'));
});
