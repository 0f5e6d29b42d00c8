import { discoverJwksUri } from '../../src/keys/discovery.js';
import type { IssuerMetadata } from '../../src/keys/discovery.js';
import type { JsonObject } from '../../src/token/strict-json.js';

/** Discovers among these documents, by URL; remembers what was asked for. */
async function discover(
  issuer: string,
  documents: Record<string, JsonObject>,
  options: { readonly sameOrigin?: boolean } = {},
): Promise<IssuerMetadata & { asked: string[] }> {
  const asked: string[] = [];
  const metadata = await discoverJwksUri(issuer, {
    ...options,
    fetchJson: (url) => {
      asked.push(url);
      const body = documents[url];
      return body === undefined
        ? Promise.reject(new Error(`${url}: answered 404`))
        : Promise.resolve({ body, maxAgeMs: 60_000 });
    },
  });
  return { ...metadata, asked };
}

const issuer = 'https://issuer.example';
const jwksUri = 'https://keys.example/jwks';
const oauth = `${issuer}/.well-known/oauth-authorization-server`;
const openid = `${issuer}/.well-known/openid-configuration`;

describe('discoverJwksUri', () => {
  it('K1 · reads the metadata of RFC 8414, and then no other', async () => {
    const metadata = { issuer, jwks_uri: jwksUri };
    await expect(discover(issuer, { [oauth]: metadata, [openid]: metadata })).resolves.toEqual({
      jwksUri,
      maxAgeMs: 60_000,
      asked: [oauth],
    });
  });

  it('K1 · reads those of OpenID Connect where there are none of RFC 8414', async () => {
    const documents = { [openid]: { issuer, jwks_uri: jwksUri } };
    await expect(discover(issuer, documents)).resolves.toMatchObject({ jwksUri, asked: [oauth, openid] });
  });

  it.each([
    [
      'https://issuer.example/tenant/a',
      'https://issuer.example/.well-known/oauth-authorization-server/tenant/a',
      'https://issuer.example/tenant/a/.well-known/openid-configuration',
    ],
    [
      'https://issuer.example/tenant/',
      'https://issuer.example/.well-known/oauth-authorization-server/tenant',
      'https://issuer.example/tenant/.well-known/openid-configuration',
    ],
    [
      'https://issuer.example:8443/',
      'https://issuer.example:8443/.well-known/oauth-authorization-server',
      'https://issuer.example:8443/.well-known/openid-configuration',
    ],
  ])('K1 · finds the metadata of %s', async (pathIssuer, first, second) => {
    const documents = { [second]: { issuer: pathIssuer, jwks_uri: jwksUri } };
    await expect(discover(pathIssuer, documents)).resolves.toMatchObject({ jwksUri, asked: [first, second] });
  });

  it.each(['https://issuer.example/', 'https://ISSUER.example', 'https://evil.example', '', null, [issuer], undefined])(
    'K1 · C-21 · refuses metadata that name the issuer %j',
    async (named) => {
      const metadata = { issuer: named, jwks_uri: jwksUri };
      const error = await discover(issuer, { [oauth]: metadata, [openid]: metadata }).catch(
        (reason: unknown) => reason,
      );
      expect(error).toMatchObject({ name: 'AggregateError', message: `${issuer}: its metadata cannot be had` });
      expect((error as AggregateError).errors.map(String)).toEqual(
        Array(2).fill(`UnfitMetadataError: ${issuer}: its metadata names another issuer`),
      );
    },
  );

  it('K1 · goes on to OpenID Connect where the first document names another issuer', async () => {
    const documents = {
      [oauth]: { issuer: 'https://x.example', jwks_uri: 'https://x.example' },
      [openid]: { issuer, jwks_uri: jwksUri },
    };
    await expect(discover(issuer, documents)).resolves.toMatchObject({ jwksUri });
  });

  it.each([undefined, null, 1, '', 'jwks.json', ['https://keys.example']])(
    'K1 · refuses the jwks_uri %j',
    async (uri) => {
      const metadata = { issuer, jwks_uri: uri } as JsonObject;
      const error = await discover(issuer, { [oauth]: metadata }).catch((reason: unknown) => reason);
      expect((error as AggregateError).errors.map(String)).toEqual([
        `UnfitMetadataError: ${issuer}: its metadata has no jwks_uri`,
        `Error: ${openid}: answered 404`,
      ]);
    },
  );

  it('K1 · refuses keys at another origin where only the own one is allowed', async () => {
    const foreign = { [oauth]: { issuer, jwks_uri: jwksUri } };
    const error = await discover(issuer, foreign, { sameOrigin: true }).catch((reason: unknown) => reason);
    expect((error as AggregateError).errors.map(String)).toEqual([
      `UnfitMetadataError: ${issuer}: its metadata names a jwks_uri at another origin`,
      `Error: ${openid}: answered 404`,
    ]);
    const own = { [oauth]: { issuer, jwks_uri: `${issuer}/keys` } };
    await expect(discover(issuer, own, { sameOrigin: true })).resolves.toMatchObject({ jwksUri: `${issuer}/keys` });
    await expect(discover(issuer, foreign)).resolves.toMatchObject({ jwksUri });
  });
});
