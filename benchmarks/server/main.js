// A server in a process of its own: started by start-server.js, told by a message what to serve.
import { once } from 'node:events';
import { frameworks } from './frameworks.js';
import { probes } from './probes.js';

const [{ contestant, file, framework, setting }] = await once(process, 'message');
const inFile = Object.values(await import(`../contestants/${file}.js`));
const { [framework]: guard } = inFile.find(({ name }) => name === contestant);
const server = await frameworks[framework](guard, setting);
if (!server.listening) await once(server, 'listening');

process.on('message', (probe) => process.send(probes[probe]()));
process.once('disconnect', () => process.exit());
process.send({ port: server.address().port });
