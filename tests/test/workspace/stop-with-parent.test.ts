import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';

const module = join(import.meta.dirname, '../../../tools/stop-with-parent.js');

it('npm start: the server ends when the shell that npm started it in is killed', async () => {
  const server = `
    import { stopWithParent } from ${JSON.stringify(module)};
    stopWithParent();
    process.on('SIGTERM', () => { console.log('stopped'); process.exit(); });
    setInterval(() => {}, 1000);
    console.log('started');`;
  // The second command keeps the shell from replacing itself by the first.
  const shell = spawn('sh', ['-c', '"$0" --input-type=module -e "$1"; :', process.execPath, server]);
  shell.stdout.setEncoding('utf8');
  const [started] = (await once(shell.stdout, 'data')) as [string];
  shell.kill('SIGKILL');
  const [stopped] = (await once(shell.stdout, 'data')) as [string];
  expect([started, stopped]).toEqual(['started\n', 'stopped\n']);
});
