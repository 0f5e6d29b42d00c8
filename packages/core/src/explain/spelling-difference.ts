/** A way in which two names of one thing differ. */
interface Spelling {
  readonly name: string;
  readonly even: (text: string) => string;
}

const spellings: readonly Spelling[] = [
  { name: 'the case of letters', even: (text) => text.toLowerCase() },
  { name: 'http: for https:', even: (text) => text.replace(/^http:/, 'https:') },
  { name: 'the slash at the end', even: (text) => text.replace(/\/$/, '') },
];

/** In what two names differ, where that is only how they are written; undefined where they differ in more, or in nothing. */
export function spellingDifference(one: string, other: string): string | undefined {
  if (one === other || evenOut(one, spellings) !== evenOut(other, spellings)) return undefined;
  return spellings
    .filter((spelling) => {
      const others = spellings.filter((another) => another !== spelling);
      return evenOut(one, others) !== evenOut(other, others);
    })
    .map(({ name }) => name)
    .join(' and ');
}

function evenOut(text: string, by: readonly Spelling[]): string {
  return by.reduce((evened, { even }) => even(evened), text);
}
