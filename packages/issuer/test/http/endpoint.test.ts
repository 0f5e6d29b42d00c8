import { subscribe, unsubscribe } from 'node:diagnostics_channel';

import { StoreUnavailableError } from '@jwt-guard/core';
import { TokenRequestError } from '@jwt-guard/issuer';

import { createEndpoint } from '../../src/http/endpoint.js';
import { listen, send } from '../support/http-client.js';
import type { Answered } from '../support/http-client.js';

async function answerOf(answer: () => Promise<{ status: number }>, next?: (error: unknown) => void): Promise<Answered> {
  const endpoint = createEndpoint('test', { answer });
  const server = await listen((request, response) => {
    endpoint(
      request,
      response,
      next &&
        ((error) => {
          next(error);
          response.writeHead(500).end();
        }),
    );
  });
  const answered = await send(server.url);
  await server.close();
  return answered;
}

const emitWarning = import.meta.jest.spyOn(process, 'emitWarning').mockImplementation(() => undefined);

afterEach(() => emitWarning.mockClear());
afterAll(() => {
  emitWarning.mockRestore();
});

describe('createEndpoint', () => {
  it('B8 · tells operators, and nobody else, why a request was refused', async () => {
    const told: unknown[] = [];
    const listener = (event: unknown): void => void told.push(event);
    subscribe('jwt-guard:tokenRequestRefused', listener);
    const answers = [
      await answerOf(() => Promise.reject(new TokenRequestError('invalid_grant', 'forged'))),
      await answerOf(() => Promise.reject(new StoreUnavailableError())),
      await answerOf(() => Promise.resolve({ status: 204 })),
    ];
    unsubscribe('jwt-guard:tokenRequestRefused', listener);

    expect(answers.map(({ status }) => status)).toEqual([400, 503, 204]);
    expect(told).toEqual([
      { endpoint: 'test', code: 'invalid_grant', reason: 'forged' },
      { endpoint: 'test', code: 'store_unavailable', reason: 'store_unavailable' },
    ]);
    expect(answers.map(({ text }) => text).join()).not.toContain('forged');
  });

  it('A5 · hands an error that is no refusal to next', async () => {
    const error = new TypeError('a bug');
    const told: unknown[] = [];

    expect(
      (
        await answerOf(
          () => Promise.reject(error),
          (it) => told.push(it),
        )
      ).status,
    ).toBe(500);
    expect(told).toEqual([error]);
  });

  it.each([
    ['TypeError', new TypeError('secret text')],
    ['no Error', undefined],
    ['no Error', { name: 7 }],
  ])('A5 · answers 500 without next, and warns of %s by its name alone', async (name, error) => {
    // eslint-disable-next-line @typescript-eslint/prefer-promise-reject-errors -- Whatever a callback of users throws.
    const answer = await answerOf(() => Promise.reject(error));

    expect(answer).toMatchObject({ status: 500, body: { error: 'server_error' } });
    expect(emitWarning.mock.calls).toEqual([[`An endpoint of the issuer failed: ${name}`, 'JwtGuardWarning']]);
  });

  it('A1 · cuts the connection when somebody else began to answer', async () => {
    const endpoint = createEndpoint('test', { answer: () => Promise.resolve({ status: 200, body: {} }) });
    const server = await listen((request, response) => {
      response.write('begun');
      endpoint(request, response, () => undefined);
    });

    await expect(send(server.url)).rejects.toThrow();
    expect(emitWarning).toHaveBeenCalledTimes(1);
    await server.close();
  });
});
