import { apiOn } from '../../src/wiring/api-on.js';
import { frameworks } from '../../src/wiring/api.js';
import { expectRefusal } from '../../src/wiring/expect-refusal.js';
import { sendRaw } from '../../src/wiring/raw-http.js';

describe.each(frameworks)('a token anywhere else in the request, on %s', (framework) => {
  const on = apiOn(framework);
  const token = (subject = 'mallory'): string => on.api.issuer.tokenFor({ subject });
  const expectAlice = async (target: string, lines: readonly string[] = []): Promise<void> => {
    const headers = [`Authorization: Bearer ${token('alice')}`, ...lines];
    const answer = await sendRaw(on.api.url, { target, headers });
    expect(answer).toMatchObject({ status: 200, body: '{"subject":"alice","source":"header"}' });
  };

  it('B3 · T-12 · changes nothing in the query string beside a header', async () => {
    await expectAlice(`/protected?access_token=${token()}`);
    await expectAlice(`/protected?access_token=${token()}&access_token[]=x&Authorization=Bearer%20${token()}`);
  });

  it('B3 · T-15 · is not read from the query string', async () => {
    for (const name of ['access_token', 'token', 'jwt', 'Authorization'])
      await expectRefusal(on.api, { target: `/protected?${name}=${token()}` }, 'missing_token');
  });

  it('B3 · T-16 · is not read from the query string, twice or nested', async () => {
    for (const query of [
      `access_token=${token()}&access_token=${token()}`,
      `access_token[]=${token()}`,
      `access_token[x]=${token()}`,
      `__proto__[access_token]=${token()}&constructor[prototype][authorization]=Bearer%20${token()}`,
    ])
      await expectRefusal(on.api, { target: `/protected?${query}` }, 'missing_token');
    expect({}).not.toHaveProperty('access_token');
  });

  it('B3 · T-18 · is not read from a body, once or repeated', async () => {
    for (const [type, body] of [
      ['application/x-www-form-urlencoded', `access_token=${token()}`],
      ['application/x-www-form-urlencoded', `access_token=${token()}&access_token=${token()}`],
      ['application/json', JSON.stringify({ access_token: [token(), token()], authorization: `Bearer ${token()}` })],
    ] as const)
      await expectRefusal(on.api, { method: 'POST', headers: [`Content-Type: ${type}`], body }, 'missing_token');
  });

  it('T-38 · is not made up from headers that name a user', async () => {
    const lines = [
      'X-User: admin',
      'X-Auth-Claims: {"sub":"admin"}',
      'Auth: admin',
      'X-Forwarded-User: admin',
      `X-Forwarded-Authorization: Bearer ${token()}`,
      `Proxy-Authorization: Bearer ${token()}`,
      `X-Access-Token: ${token()}`,
    ];
    await expectRefusal(on.api, { headers: lines }, 'missing_token');
    await expectAlice('/protected', lines);
  });

  it('T-39 · is not read from Sec-WebSocket-Protocol, nor from the query of an event stream', async () => {
    const protocols = [`Sec-WebSocket-Protocol: bearer, ${token()}`];
    const events = ['Accept: text/event-stream'];
    for (const headers of [protocols, events])
      await expectRefusal(on.api, { target: `/protected?access_token=${token()}`, headers }, 'missing_token');
  });

  it('T-40 · is not read from a trailer', async () => {
    const headers = ['Transfer-Encoding: chunked', 'Trailer: Authorization', 'Content-Type: application/json'];
    const body = `2\r\n{}\r\n0\r\nAuthorization: Bearer ${token()}\r\n\r\n`;
    await expectRefusal(on.api, { method: 'POST', headers, body }, 'missing_token');
  });

  it('T-40 · is missing when Connection names the Authorization header and a proxy drops it', async () => {
    await expectRefusal(on.api, { headers: ['Connection: Authorization'] }, 'missing_token');
  });
});
