import fc from 'fast-check';
import { isJwtGuardError } from '@jwt-guard/core';
import { requiredClaims, runs, signedBySecret, verifier } from './signed-by-secret.js';

/** JSON as it may be written, so that a name can stand twice. */
type Json =
  | string
  | { readonly members: readonly (readonly [name: string, value: Json])[] }
  | { readonly items: readonly Json[] };

const names = fc.oneof(
  fc.constantFrom('a', 'b', '', '":{', '\\', 'é', '🔑'),
  fc.string({ unit: 'grapheme' }).filter((name) => name !== '__proto__'),
);
const space = fc.constantFrom('', ' ', '\n', '\t\r');
const { tree } = fc.letrec<{ tree: Json }>((tie) => ({
  tree: fc.oneof(
    { maxDepth: 5, depthIdentifier: 'json' },
    fc
      .oneof(fc.double({ noNaN: true, noDefaultInfinity: true }), fc.boolean(), fc.constant(null), names)
      .map((value) => JSON.stringify(value)),
    fc
      .uniqueArray(fc.tuple(names, tie('tree')), { selector: ([name]) => name, maxLength: 4, depthIdentifier: 'json' })
      .map((members) => ({ members })),
    fc.array(tie('tree'), { maxLength: 4, depthIdentifier: 'json' }).map((items) => ({ items })),
  ),
}));

it('J3 · JSON with unique names is read as JSON.parse reads it, however it is written', async () => {
  await fc.assert(
    fc.asyncProperty(tree, space, async (data, between) => {
      const text = written(data, between);
      expect(await verdictOn(withData(text))).toEqual({ ...requiredClaims, data: JSON.parse(text) as unknown });
    }),
    runs(2_000),
  );
});

it('J3 · a name that stands twice is refused at every depth, in whichever spelling', async () => {
  const layers = fc.array(
    fc.constantFrom<(inner: string) => string>(
      (inner) => `[0,${inner}]`,
      (inner) => `{"x":${inner}}`,
    ),
    { maxLength: 10 },
  );
  await fc.assert(
    fc.asyncProperty(
      fc.record({ name: names, first: tree, second: tree, between: space, isEscaped: fc.boolean() }),
      layers,
      async ({ name, first, second, between, isEscaped }, around) => {
        const again = isEscaped ? escaped(name) : JSON.stringify(name);
        const object = `{"sibling":0,${JSON.stringify(name)}:${written(first, between)},${again}${between}:${written(second, between)}}`;
        const text = around.reduce((inner, wrap) => wrap(inner), object);
        expect(() => {
          JSON.parse(text);
        }).not.toThrow();
        expect(await verdictOn(withData(text))).toBe('malformed');
      },
    ),
    runs(2_000),
  );
});

it('J3 · any change of a JSON text is read as JSON.parse reads it, or refused', async () => {
  const edit = fc.tuple(
    fc.nat(),
    fc.nat({ max: 3 }),
    fc.oneof(fc.constantFrom(...Array.from('{}[]:,"\\ 0-eu')), fc.string({ unit: 'binary', maxLength: 3 })),
  );
  await fc.assert(
    fc.asyncProperty(tree, fc.array(edit, { minLength: 1, maxLength: 3 }), async (data, edits) => {
      const text = edits.reduce(
        (changed, [place, length, inserted]) => {
          const at = place % (changed.length + 1);
          return changed.slice(0, at) + inserted + changed.slice(at + length);
        },
        withData(written(data, '')),
      );
      const verdict = await verdictOn(text);
      if (typeof verdict === 'object') expect(verdict).toEqual(JSON.parse(Buffer.from(text).toString()));
      else expect(verdict).toMatch(/^[a-z_]+$/);
    }),
    runs(5_000),
  );
});

it('J3 · no bytes whatever make anything but a refusal', async () => {
  await fc.assert(
    fc.asyncProperty(fc.uint8Array({ maxLength: 200 }), async (bytes) => {
      expect(await verdictOn(bytes)).toMatch(/^[a-z_]+$/);
    }),
    runs(2_000),
  );
});

function withData(text: string): string {
  return `${JSON.stringify(requiredClaims).slice(0, -1)},"data":${text}}`;
}

/** The claims, or the reason of the refusal. */
async function verdictOn(claims: string | Uint8Array): Promise<unknown> {
  try {
    return (await verifier.verify(signedBySecret(claims))).claims;
  } catch (error) {
    return isJwtGuardError(error) ? error.reason : error;
  }
}

function written(json: Json, between: string): string {
  if (typeof json === 'string') return json;
  if ('items' in json) return `[${json.items.map((item) => between + written(item, between)).join(',')}${between}]`;
  const members = json.members.map(
    ([name, value]) => `${between}${JSON.stringify(name)}${between}:${between}${written(value, between)}`,
  );
  return `{${members.join(',')}${between}}`;
}

/** A name with each of its code units written as an escape. */
function escaped(name: string): string {
  const units = Array.from({ length: name.length }, (_, at) => name.charCodeAt(at).toString(16).padStart(4, '0'));
  return `"${units.map((unit) => `\\u${unit}`).join('')}"`;
}
