import { once } from 'node:events';
import { connect, createServer } from 'node:net';
import type { AddressInfo, Server, Socket } from 'node:net';

import { freePort } from './free-port.js';
import { createRelay } from './tcp-relay.js';
import type { Relay } from './tcp-relay.js';

/** Where a proxy leads to. */
export interface ProxyTarget {
  /** On 127.0.0.1. */
  readonly port: number;
}

/** What a proxy holds back: all bytes, those of the client, or those of the server: a lost reply. */
export type Held = 'both' | 'requests' | 'replies';

/** A TCP proxy on the loopback that plays a bad network. */
export interface TcpProxy {
  readonly host: '127.0.0.1';
  readonly port: number;
  /** Connections that are open. */
  readonly connections: number;
  /** Breaks all connections; new ones are taken. */
  readonly cut: () => void;
  /** Breaks all connections and refuses new ones (ECONNREFUSED). */
  readonly refuse: () => Promise<void>;
  /** Holds bytes back, on connections old and new: nothing breaks, nothing comes. A cut then loses them. Default both ways. */
  readonly hang: (held?: Held) => void;
  /** Delays every byte by so much, either way; 0 for no delay. */
  readonly delay: (milliseconds: number) => void;
  /** Ends refusing, hanging and delaying; what was held back is delivered. */
  readonly resume: () => Promise<void>;
  /** Leads new connections elsewhere, as a name does after a failover; old ones stay. */
  readonly retarget: (target: ProxyTarget) => void;
  /** Breaks all connections and ends the proxy. */
  readonly close: () => Promise<void>;
}

interface ProxyState {
  target: ProxyTarget;
  held: Held | undefined;
  delayMilliseconds: number;
}

/** Starts a proxy on a free port of the loopback. It keeps no process alive. */
export async function startProxy(target: ProxyTarget): Promise<TcpProxy> {
  const relays = new Set<Relay>();
  const state: ProxyState = { target, held: undefined, delayMilliseconds: 0 };
  const server = createServer((client) => {
    relayTo(client, state, relays);
  });
  const port = await listenSomewhere(server);
  const apply = (): void => {
    for (const relay of relays) applyTo(relay, state);
  };
  const cut = (): void => {
    for (const relay of relays) relay.cut();
  };
  const refuse = async (): Promise<void> => {
    const closed = server.listening ? once(server, 'close') : undefined;
    server.close();
    cut();
    await closed;
  };

  return Object.freeze<TcpProxy>({
    host: '127.0.0.1',
    port,
    get connections() {
      return relays.size;
    },
    cut,
    refuse,
    hang: (held = 'both') => {
      state.held = held;
      apply();
    },
    delay: (milliseconds) => {
      state.delayMilliseconds = milliseconds;
      apply();
    },
    resume: async () => {
      Object.assign(state, { held: undefined, delayMilliseconds: 0 });
      apply();
      if (!server.listening) await listen(server, port);
    },
    retarget: (next) => {
      state.target = next;
    },
    close: refuse,
  });
}

function relayTo(client: Socket, state: ProxyState, relays: Set<Relay>): void {
  const relay = createRelay(client, connect(state.target.port, '127.0.0.1'), () => relays.delete(relay));
  relays.add(relay);
  applyTo(relay, state);
}

function applyTo(relay: Relay, { held, delayMilliseconds }: ProxyState): void {
  relay.requests.delay(delayMilliseconds);
  relay.replies.delay(delayMilliseconds);
  relay.requests.hold(held === 'both' || held === 'requests');
  relay.replies.hold(held === 'both' || held === 'replies');
}

async function listenSomewhere(server: Server): Promise<number> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await listen(server, await freePort());
    } catch (error) {
      if (attempt === 20) throw error;
    }
  }
}

async function listen(server: Server, port: number): Promise<number> {
  server.listen(port, '127.0.0.1');
  await once(server, 'listening');
  server.unref();
  return (server.address() as AddressInfo).port;
}
