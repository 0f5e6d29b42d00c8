import { channel, subscribe } from 'node:diagnostics_channel';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { createEventEmitter } from '../../src/events/event-emitter.js';
import { eventChannel } from '../../src/events/event-channel.js';

setFlagsFromString('--expose-gc');
const collect = runInNewContext('gc') as () => void;
const turn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));
const emitterOf = (name: string) => createEventEmitter<Record<string, unknown>>([name]);

describe('eventChannel', () => {
  it('is the channel of that name', () => {
    expect(eventChannel('one')).toBe(channel('jwt-guard:one'));
    expect(eventChannel('one')).toBe(eventChannel('one'));
  });

  it('A1 · loses no subscriber when an emitter before it has become garbage', async () => {
    const names = Array.from({ length: 20 }, (_, index) => `garbage-${index}`);
    for (const name of names) emitterOf(name);
    await turn();
    collect();
    const heard: string[] = [];
    for (const name of names) subscribe(`jwt-guard:${name}`, () => heard.push(name));
    await turn();
    await turn();
    for (const name of names) emitterOf(name).emit(name, {});
    expect(heard).toEqual(names);
  });
});
