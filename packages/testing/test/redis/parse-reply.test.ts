import { parseReply } from '../../src/redis/parse-reply.js';

describe('parseReply', () => {
  it.each([
    ['+OK\r\n', 'OK'],
    [':-7\r\n', -7],
    ['$5\r\na\r\nbc\r\n', 'a\r\nbc'],
    ['$-1\r\n', null],
    ['*-1\r\n', null],
    ['*0\r\n', []],
    ['*3\r\n:1\r\n*1\r\n$0\r\n\r\n+x\r\n', [1, [''], 'x']],
  ])('reads %j, and knows when bytes are missing', (text, reply) => {
    const bytes = Buffer.from(text);
    expect(parseReply(bytes)).toEqual({ reply, end: bytes.length });
    expect(parseReply(Buffer.from(`:1\r\n${text}`), 4)).toEqual({ reply, end: bytes.length + 4 });
    for (let length = 0; length < bytes.length; length += 1) {
      expect(parseReply(bytes.subarray(0, length))).toBeUndefined();
    }
  });

  it('throws an error reply, and what is no reply', () => {
    expect(() => parseReply(Buffer.from('-ERR no\r\n'))).toThrow('ERR no');
    expect(() => parseReply(Buffer.from('HTTP/1.1 400\r\n'))).toThrow('Not a RESP2 reply.');
    expect(() => parseReply(Buffer.from('\r\n'))).toThrow('Not a RESP2 reply.');
  });
});
