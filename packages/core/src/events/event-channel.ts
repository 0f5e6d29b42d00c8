import { channel } from 'node:diagnostics_channel';
import type { Channel } from 'node:diagnostics_channel';

const held = new Map<string, Channel>();

/**
 * The channel `jwt-guard:<name>` of `node:diagnostics_channel`, held from the first time that it is asked for. Node 20 forgets a
 * channel that nobody holds; if one of its name is made anew meanwhile, it forgets that one too, with all who subscribed to it.
 *
 * @param name - of one of our events
 */
export function eventChannel(name: string): Channel {
  const known = held.get(name) ?? channel(`jwt-guard:${name}`);
  held.set(name, known);
  return known;
}
