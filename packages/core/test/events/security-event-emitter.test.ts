import { subscribe, unsubscribe } from 'node:diagnostics_channel';
import { createSecurityEventEmitter } from '../../src/events/security-event-emitter.js';
import type { SecurityEvents } from '@jwt-guard/core';

const rejected = { code: 'invalid_token', reason: 'expired', signatureVerified: false } as const;
const names = [
  'verified',
  'rejected',
  'keysFetched',
  'keysFailed',
  'keysStaleUsed',
  'metadataFailed',
  'keyAdded',
  'keyRemoved',
  'issuersFailed',
] as const;

describe('createSecurityEventEmitter', () => {
  it('gives an event to every listener of its name, and to no other', () => {
    const emitter = createSecurityEventEmitter();
    const heard: string[] = [];
    emitter.on('rejected', ({ reason }) => heard.push(`first ${reason}`));
    emitter.on('rejected', ({ reason }) => heard.push(`second ${reason}`));
    emitter.on('verified', () => heard.push('verified'));
    emitter.emit('rejected', rejected);

    expect(heard).toEqual(['first expired', 'second expired']);
  });

  it('refuses a listener for an event that there is not, and tells nobody of one', () => {
    const emitter = createSecurityEventEmitter();
    const on = emitter.on as (name: string, listener: () => void) => () => void;
    expect(() => on('reject', () => undefined)).toThrow(/there is no event "reject"; verified, rejected, /);
    expect(() => on('constructor', () => undefined)).toThrow(/there is no event/);
    expect(() => {
      emitter.emit('reject' as 'rejected', rejected);
    }).not.toThrow();
    expect(emitter.hears('reject' as 'rejected')).toBe(false);
  });

  it('removes a listener by what adding it answered', () => {
    const emitter = createSecurityEventEmitter();
    let heard = 0;
    const remove = emitter.on('rejected', () => (heard += 1));
    emitter.emit('rejected', rejected);
    remove();
    remove();
    emitter.emit('rejected', rejected);

    expect(heard).toBe(1);
  });

  it('keeps the listeners of two emitters apart', () => {
    const emitter = createSecurityEventEmitter();
    let heard = 0;
    createSecurityEventEmitter().on('rejected', () => (heard += 1));
    emitter.emit('rejected', rejected);

    expect(heard).toBe(0);
  });

  it('tells whether anybody hears an event', () => {
    const emitter = createSecurityEventEmitter();

    expect(emitter.hears('verified')).toBe(false);
    const remove = emitter.on('verified', () => undefined);
    expect(emitter.hears('verified')).toBe(true);
    expect(emitter.hears('rejected')).toBe(false);
    remove();
    expect(emitter.hears('verified')).toBe(false);
  });

  it.each(names)('publishes %s on its diagnostics channel', (name) => {
    const emitter = createSecurityEventEmitter();
    const published: unknown[] = [];
    const subscriber = (event: unknown): void => void published.push(event);
    subscribe(`jwt-guard:${name}`, subscriber);
    const event = { name } as unknown as SecurityEvents[typeof name];

    expect(emitter.hears(name)).toBe(true);
    emitter.emit(name, event);
    unsubscribe(`jwt-guard:${name}`, subscriber);
    emitter.emit(name, event);

    expect(published).toEqual([event]);
    expect(emitter.hears(name)).toBe(false);
  });

  it('is frozen', () => {
    expect(Object.isFrozen(createSecurityEventEmitter())).toBe(true);
  });

  describe('with a listener that fails', () => {
    const emitWarning = import.meta.jest.spyOn(process, 'emitWarning').mockImplementation(() => undefined);
    afterEach(() => emitWarning.mockClear());
    afterAll(() => {
      emitWarning.mockRestore();
    });

    it('A1 · warns the process, and calls the next listener', () => {
      const emitter = createSecurityEventEmitter();
      let heard = 0;
      emitter.on('rejected', () => {
        throw new Error('the disk is full');
      });
      emitter.on('rejected', () => (heard += 1));
      emitter.emit('rejected', rejected);

      expect(heard).toBe(1);
      expect(emitWarning.mock.calls).toEqual([
        ['A listener for security events threw: the disk is full', 'JwtGuardWarning'],
      ]);
    });

    it('A1 · warns the process of a listener that rejects, which would end it otherwise', async () => {
      const emitter = createSecurityEventEmitter();
      const rejecting = (): unknown => Promise.reject(new Error('the disk is full'));
      emitter.on('rejected', rejecting);
      emitter.emit('rejected', rejected);
      await new Promise((resolve) => setImmediate(resolve));

      expect(emitWarning).toHaveBeenCalledTimes(1);
    });

    it('A1 · survives whatever is thrown', () => {
      const emitter = createSecurityEventEmitter();
      emitter.on('rejected', () => {
        throw Object.create(null) as Error;
      });
      emitter.emit('rejected', rejected);

      expect(emitWarning).toHaveBeenCalledWith('A listener for security events threw: no Error', 'JwtGuardWarning');
    });
  });
});
