import { pino } from 'pino';
import { whatToTry } from './console/what-to-try.js';
import { startDemo } from './demo.js';

const logger = pino();
const demo = await startDemo({ port: Number(process.env['PORT'] ?? 3000), logger });
console.log(whatToTry(demo.origin));

for (const signal of ['SIGINT', 'SIGTERM'] as const) {
  process.once(signal, () => {
    void demo.close();
  });
}
