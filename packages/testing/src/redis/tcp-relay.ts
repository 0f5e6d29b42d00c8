import type { Socket } from 'node:net';

/** One direction of a connection. */
export interface RelayDirection {
  /** Delays every chunk that comes from now on. */
  readonly delay: (milliseconds: number) => void;
  /** Keeps chunks back, or lets them go. */
  readonly hold: (held: boolean) => void;
}

/** Two sockets, each of which gets what the other one says. */
export interface Relay {
  readonly requests: RelayDirection;
  readonly replies: RelayDirection;
  /** Breaks both connections; what is held back is lost. */
  readonly cut: () => void;
}

interface Chunk {
  readonly dueMilliseconds: number;
  /** Undefined for the end of the stream. */
  readonly bytes: Buffer | undefined;
}

/** Connects two sockets. When one of them breaks, the other one does. Bytes that wait are kept without a bound. */
export function createRelay(client: Socket, server: Socket, onEnd: () => void): Relay {
  let open = true;
  const cut = (): void => {
    if (!open) return;
    open = false;
    client.destroy();
    server.destroy();
    onEnd();
  };
  for (const socket of [client, server]) {
    socket.unref();
    // It closes next.
    socket.on('error', () => undefined);
  }

  return Object.freeze<Relay>({
    requests: relayOneWay(client, server, cut),
    replies: relayOneWay(server, client, cut),
    cut,
  });
}

function relayOneWay(from: Socket, to: Socket, cut: () => void): RelayDirection {
  const waiting: Chunk[] = [];
  let held = false;
  let delayMilliseconds = 0;
  let timer: NodeJS.Timeout | undefined;

  function flush(): void {
    clearTimeout(timer);
    while (!held && waiting[0] !== undefined) {
      const { dueMilliseconds, bytes } = waiting[0];
      const wait = dueMilliseconds - performance.now();
      if (wait > 0) {
        timer = setTimeout(flush, wait);
        timer.unref();
        return;
      }
      waiting.shift();
      if (bytes === undefined) cut();
      else if (!to.destroyed) to.write(bytes);
    }
  }

  function add(bytes: Buffer | undefined): void {
    waiting.push({ dueMilliseconds: performance.now() + delayMilliseconds, bytes });
    flush();
  }

  from.on('data', add);
  // What is held back is felt before the end is.
  from.on('close', () => {
    add(undefined);
  });
  return Object.freeze<RelayDirection>({
    delay: (milliseconds) => {
      delayMilliseconds = milliseconds;
    },
    hold: (wanted) => {
      held = wanted;
      flush();
    },
  });
}
