import { faults, startFaultyIdentityProvider } from '@jwt-guard/testing/identity-provider';
import type { Fault, FaultTarget, FaultyIdentityProvider } from '@jwt-guard/testing/identity-provider';

let idp: FaultyIdentityProvider;

beforeEach(async () => {
  idp = await startFaultyIdentityProvider({ algorithms: ['ES256', 'RS256'], path: '/tenant' });
});

afterEach(() => idp.close());

const get = (url: string, init: RequestInit = {}) => fetch(url, { redirect: 'manual', ...init });
const keysNow = async (): Promise<{ kid: string; x?: string }[]> =>
  ((await (await get(idp.jwksUri)).json()) as { keys: { kid: string; x?: string }[] }).keys;

describe('startFaultyIdentityProvider', () => {
  it('serves the documents of a local issuer until a fault is played, and once it is healed', async () => {
    idp.play(faults.serverError());
    expect((await get(idp.jwksUri)).status).toBe(500);
    idp.heal();
    expect(await keysNow()).toEqual(idp.jwks.keys);
    expect(await (await get(idp.metadataUrl)).json()).toMatchObject({ issuer: idp.issuer, jwks_uri: idp.jwksUri });
  });

  it.each<[FaultTarget, number, number]>([
    ['keys', 500, 200],
    ['metadata', 200, 500],
    ['both', 500, 500],
  ])('spoils the %s', async (target, keys, metadata) => {
    idp.play(faults.serverError(), target);
    expect((await get(idp.jwksUri)).status).toBe(keys);
    expect((await get(idp.metadataUrl)).status).toBe(metadata);
  });

  it('counts what it was asked for', async () => {
    idp.play(faults.notFound());
    for (const url of [idp.jwksUri, idp.metadataUrl, `${idp.issuer}/.well-known/openid-configuration`, idp.issuer])
      await get(url);
    expect(idp.asked()).toEqual({ keys: 1, metadata: 2, elsewhere: 1 });
  });

  it('publishes one ES256 key unless told', async () => {
    const usual = await startFaultyIdentityProvider();
    expect(usual.jwks.keys.map(({ alg }) => alg)).toEqual(['ES256']);
    await usual.close();
  });

  it('refuses to play a fault where it means nothing', () => {
    expect(() => {
      idp.play(faults.emptySet(), 'metadata');
    }).toThrow('The fault "empty set" cannot spoil the metadata.');
  });
});

describe('the catalogue of faults', () => {
  it('names each fault once, and explains it in a sentence', () => {
    const all = Object.values(faults).map((make: () => Fault) => make());
    expect(new Set(all.map(({ name }) => name)).size).toBe(all.length);
    for (const { meaning } of all) expect(meaning).toMatch(/^[A-Z\d].*\.$/);
  });

  it.each<[string, Fault, number]>([
    ['304', faults.notModified(), 304],
    ['404', faults.notFound(), 404],
    ['429', faults.tooManyRequests(), 429],
    ['500', faults.serverError(), 500],
    ['302', faults.redirect(), 302],
  ])('answers %s', async (_status, fault, status) => {
    idp.play(fault);
    expect((await get(idp.jwksUri)).status).toBe(status);
  });

  it('says when to come back, and where to go', async () => {
    idp.play(faults.tooManyRequests(7));
    expect((await get(idp.jwksUri)).headers.get('retry-after')).toBe('7');
    idp.play(faults.redirect('https://elsewhere.test/'));
    expect((await get(idp.jwksUri)).headers.get('location')).toBe('https://elsewhere.test/');
  });

  it('answers something other than JSON', async () => {
    idp.play(faults.html());
    expect((await get(idp.jwksUri)).headers.get('content-type')).toContain('text/html');
    idp.play(faults.wrongContentType());
    const [keys, metadata] = [await get(idp.jwksUri), await get(idp.metadataUrl)];
    expect(keys.headers.get('content-type')).toBe('text/plain');
    expect([await keys.json(), await metadata.json()]).toMatchObject([idp.jwks, { issuer: idp.issuer }]);
  });

  it('inflates a body to many times its size', async () => {
    idp.play(faults.gzipBomb(1_000_000));
    const response = await get(idp.jwksUri);
    expect((await response.text()).length).toBe(1_000_000);
  });

  it.each([
    ['truncated', faults.truncated()],
    ['reset', faults.connectionReset()],
  ])('breaks the connection: %s', async (_name, fault) => {
    idp.play(fault);
    await expect(get(idp.jwksUri).then((response) => response.text())).rejects.toThrow();
    await expect(get(idp.metadataUrl).then((response) => response.text())).rejects.toThrow();
  });

  it.each([
    ['headers', faults.slowHeaders(5)],
    ['body', faults.slowBody(0)],
  ])('sends the right document in the end: slow %s', async (_name, fault) => {
    idp.play(fault);
    expect(await keysNow()).toEqual(idp.jwks.keys);
  });

  it.each([
    ['headers', faults.slowHeaders()],
    ['body', faults.slowBody(60_000)],
    ['hanging', faults.hanging()],
  ])('withholds an answer until nobody waits for it any more: %s', async (_name, fault) => {
    idp.play(fault);
    const abort = new AbortController();
    const answer = get(idp.jwksUri, { signal: abort.signal }).then((response) => response.text());
    await until(() => idp.withheld() === 1);
    abort.abort();
    await expect(answer).rejects.toThrow();
    await until(() => idp.withheld() === 0);
  });

  it('publishes sets that are too large, empty, or hold a key that cannot be used', async () => {
    const [first, second] = idp.jwks.keys.map(({ kid }) => kid);
    const kidsOf = async (fault: Fault) => {
      idp.play(fault);
      return (await keysNow()).map(({ kid }) => kid);
    };
    expect(await kidsOf(faults.tooManyKeys())).toHaveLength(20_000);
    expect(await kidsOf(faults.emptySet())).toEqual([]);
    expect(await kidsOf(faults.oneBadKey())).toEqual(['bad', first, second]);
    expect(await kidsOf(faults.octKey())).toEqual(['oct', first, second]);
    expect(await kidsOf(faults.duplicateKid())).toEqual([first, second, first]);
    expect(await kidsOf(faults.keyRemoved())).toEqual([second]);
    expect(await kidsOf(faults.kidReused())).toEqual([first, second]);
    expect((await keysNow())[0]?.x).not.toBe((idp.jwks.keys[0] as { x?: string }).x);
  });

  it('lets the metadata name another issuer', async () => {
    idp.play(faults.issuerMismatch());
    expect(await (await get(idp.metadataUrl)).json()).toMatchObject({ issuer: `${idp.issuer}/another` });
  });

  it('moves the key set', async () => {
    idp.play(faults.movedJwksUri());
    const { jwks_uri: moved } = (await (await get(idp.metadataUrl)).json()) as { jwks_uri: string };
    expect((await get(idp.jwksUri)).status).toBe(404);
    expect(await (await get(moved)).json()).toEqual(idp.jwks);
  });
});

async function until(isTrue: () => boolean): Promise<void> {
  while (!isTrue()) await new Promise(setImmediate);
}
