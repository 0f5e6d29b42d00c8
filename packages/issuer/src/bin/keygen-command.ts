import { randomBytes } from 'node:crypto';
import type { KeyObject } from 'node:crypto';
import { open } from 'node:fs/promises';
import { parseArgs } from 'node:util';

import { isObject } from '@jwt-guard/core';

import { generatePrivateKey } from '../keys/generate-private-key.js';
import { publicJwkOf } from '../keys/public-jwk-of.js';
import { signingAlgorithmNames } from '../keys/signing-algorithm.js';
import type { PublicKeyAlgorithm } from '../keys/signing-algorithm.js';

/** Where the command writes to. */
export interface KeygenOutput {
  /** Standard output: keys. */
  print(text: string): unknown;
  /** Standard error: everything else. */
  complain(text: string): unknown;
}

const usage = `Usage: jwt-guard-keygen [options]

Makes a key pair for createKeyRing({ privateKey }): the private key on standard output, or in a file of mode 0600,
and the public JWK below it.

  --algorithm <name>  ${signingAlgorithmNames.join(', ')},
                      or HS256 for a shared secret; default ES256
  --format <form>     pem (PKCS#8) or jwk; default pem
  --out <file>        writes the private key there, and never over a file that exists
  --encryption-key    makes an encryptionKey for a key store instead: 32 random bytes as base64url text
  --help              shows this
`;
const ownerOnly = 0o600;
const secretBytes = 32;

/**
 * The command `jwt-guard-keygen`.
 *
 * @param args - without the names of node and script
 * @returns the exit code: 0, or 1 after a complaint
 */
export async function keygen(args: readonly string[], output: KeygenOutput): Promise<number> {
  try {
    const wanted = readArguments(args);
    if (wanted.help) output.print(usage);
    else await write(await make(wanted), wanted.out, output);
    return 0;
  } catch (error) {
    output.complain(`jwt-guard-keygen: ${reasonOf(error)}\n`);
    return 1;
  }
}

interface Wanted {
  readonly algorithm: PublicKeyAlgorithm | 'HS256';
  readonly format: 'pem' | 'jwk';
  readonly out: string | undefined;
  readonly encryptionKey: boolean;
  readonly help: boolean;
}

/** What to keep, and what everybody may see. */
interface MadeKey {
  readonly secret: string;
  readonly publicJwk?: string;
}

function readArguments(args: readonly string[]): Wanted {
  const { values } = parseArgs({
    args: [...args],
    options: {
      algorithm: { type: 'string', default: 'ES256' },
      format: { type: 'string', default: 'pem' },
      out: { type: 'string' },
      'encryption-key': { type: 'boolean', default: false },
      help: { type: 'boolean', short: 'h', default: false },
    },
  });
  const { algorithm, format, out, help } = values;
  if (!isAlgorithm(algorithm)) throw new Error(`--algorithm: name one of ${signingAlgorithmNames.join(', ')}, HS256`);
  if (format !== 'pem' && format !== 'jwk') throw new Error('--format: name pem or jwk');
  if (out === '') throw new Error('--out: name a file');
  return { algorithm, format, out, help, encryptionKey: values['encryption-key'] };
}

function isAlgorithm(name: string): name is Wanted['algorithm'] {
  return name === 'HS256' || (signingAlgorithmNames as readonly string[]).includes(name);
}

async function make({ algorithm, format, encryptionKey }: Wanted): Promise<MadeKey> {
  if (encryptionKey) return { secret: randomText() };
  if (algorithm === 'HS256') {
    const k = randomText();
    return { secret: format === 'jwk' ? json({ kty: 'oct', k, use: 'sig', alg: algorithm }) : k };
  }
  const { privateKey } = await generatePrivateKey(algorithm);
  const publicJwk = await publicJwkOf(privateKey, algorithm);
  const { kid, use, alg } = publicJwk;
  const secret =
    format === 'pem' ? pemOf(privateKey) : json({ ...privateKey.export({ format: 'jwk' }), kid, use, alg });
  return { secret, publicJwk: json(publicJwk) };
}

function randomText(): string {
  return randomBytes(secretBytes).toString('base64url');
}

function pemOf(privateKey: KeyObject): string {
  return privateKey.export({ format: 'pem', type: 'pkcs8' }).toString().trimEnd();
}

function json(value: object): string {
  return JSON.stringify(value, undefined, 2);
}

async function write({ secret, publicJwk }: MadeKey, out: string | undefined, output: KeygenOutput): Promise<void> {
  if (out === undefined) output.print(`${secret}\n`);
  else await writeNew(out, `${secret}\n`);
  if (publicJwk !== undefined) output.print(`${publicJwk}\n`);
  if (out !== undefined) output.complain(`The private key is in ${out}, for its owner alone.\n`);
}

async function writeNew(path: string, text: string): Promise<void> {
  const file = await open(path, 'wx', ownerOnly);
  try {
    await file.writeFile(text);
    await file.sync();
  } finally {
    await file.close();
  }
}

function reasonOf(error: unknown): string {
  if (!isObject(error)) return 'failed';
  const { code, message } = error;
  return code === 'EEXIST' ? '--out: this file exists, and is not written over' : String(message);
}
