import { IncomingMessage } from 'node:http';
import { Socket } from 'node:net';

import { readLoginBody } from '../../src/cookies/login-body.js';

const json = 'application/json';
const form = 'application/x-www-form-urlencoded';

function login(type: string, body: string): IncomingMessage {
  const request = new IncomingMessage(new Socket());
  request.headers['content-type'] = type;
  request.push(body);
  request.push(null);
  return request;
}

describe('readLoginBody', () => {
  it.each([
    [json, '{"name":"a","remember":true}', { name: 'a', remember: true }],
    ['Application/JSON; charset=utf-8', '{}', {}],
    [form, 'name=a+b&password=%C3%BC', { name: 'a b', password: 'ü' }],
    [form, '', {}],
  ])('reads %s: %s', async (type, body, expected) => {
    expect(await readLoginBody(login(type, body))).toEqual(expected);
  });

  it.each([
    [json, '{"name":', 'body_malformed'],
    [json, '["a"]', 'body_malformed'],
    [json, 'null', 'body_malformed'],
    [json, '', 'body_malformed'],
    [form, 'name=a&name=b', 'parameter_repeated'],
    ['text/json', '{}', 'content_type'],
  ])('L-34 · refuses %s: %s', async (type, body, reason) => {
    await expect(readLoginBody(login(type, body))).rejects.toMatchObject({ code: 'invalid_request', reason });
  });

  it('G-06 · pollutes nothing', async () => {
    const body = await readLoginBody(login(json, '{"__proto__":{"admin":true}}'));

    expect(body['admin']).toBeUndefined();
    expect((await readLoginBody(login(form, '__proto__=x')))['admin']).toBeUndefined();
  });
});
