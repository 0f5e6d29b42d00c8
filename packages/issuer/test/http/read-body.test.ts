import { IncomingMessage } from 'node:http';
import { Socket } from 'node:net';
import { text } from 'node:stream/consumers';

import { readBody } from '../../src/http/read-body.js';

const refused = (reason: string): Error => expect.objectContaining({ code: 'invalid_request', reason }) as Error;

/** A request as Node hands it over, before any of its body has come. */
function incoming(...chunks: readonly string[]): IncomingMessage {
  const request = new IncomingMessage(new Socket());
  for (const chunk of chunks) request.push(chunk);
  return request;
}

describe('readBody', () => {
  it('answers the text, decoded as a whole', async () => {
    const request = incoming('a=');
    request.push(Buffer.from([0xc3]));
    request.push(Buffer.from([0xbc]));
    request.push(null);

    await expect(readBody(request)).resolves.toBe('a=ü');
  });

  it('A1 · takes 16 KiB and no byte more', async () => {
    const largest = 'x'.repeat(16_384);
    const good = incoming(largest);
    good.push(null);

    await expect(readBody(good)).resolves.toBe(largest);
    await expect(readBody(incoming(largest, 'x', 'more'))).rejects.toEqual(refused('body_too_large'));
  });

  it('A1 · does not wait for who hangs up', async () => {
    const request = incoming('a=');
    const reading = readBody(request);
    request.destroy(Object.assign(new Error('aborted'), { code: 'ECONNRESET' }));

    await expect(reading).rejects.toEqual(refused('body_malformed'));
  });

  it('A1 · cuts the connection of a body that stalls for ten seconds', async () => {
    import.meta.jest.useFakeTimers({ doNotFake: ['nextTick', 'setImmediate', 'queueMicrotask'] });
    const request = incoming('a=');
    const reading = readBody(request);
    import.meta.jest.advanceTimersByTime(9_999);
    expect(request.destroyed).toBe(false);
    import.meta.jest.advanceTimersByTime(1);

    expect(request.destroyed).toBe(true);
    import.meta.jest.useRealTimers();
    await expect(reading).rejects.toEqual(refused('body_malformed'));
  });

  it('A6 · keeps no timer when the body has come', async () => {
    import.meta.jest.useFakeTimers({ doNotFake: ['nextTick', 'setImmediate', 'queueMicrotask'] });
    const request = incoming('a=1');
    request.push(null);
    await readBody(request);

    expect(import.meta.jest.getTimerCount()).toBe(0);
    import.meta.jest.useRealTimers();
  });

  describe('after a body parser', () => {
    const parsed = async (body: unknown): Promise<unknown> => {
      const request = incoming('a=1');
      request.push(null);
      await text(request);
      return readBody(Object.assign(request, { body }));
    };

    it.each([
      ['an object', { a: '1' }, { a: '1' }],
      ['text', 'a=1', 'a=1'],
      ['bytes', Buffer.from('a=1'), 'a=1'],
      ['nothing', undefined, ''],
      ['a list', ['a'], ''],
    ])('takes %s', async (_, body, expected) => {
      expect(await parsed(body)).toEqual(expected);
    });

    it('reads for itself what no parser has read, whatever Express 4 says', async () => {
      const request = Object.assign(incoming('a=1'), { body: {} });
      request.push(null);

      await expect(readBody(request)).resolves.toBe('a=1');
    });
  });
});
