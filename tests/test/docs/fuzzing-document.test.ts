import { readDocument } from '../../src/docs/documents.js';
import { allPeers } from '../../src/differential/peers/all-peers.js';
import { lockedVersion } from '../../src/tarballs/locked-version.js';

/** The rows of the tables under a heading, without their heads: the text of each cell. */
function rowsUnder(heading: string): readonly (readonly string[])[] {
  const [, section = ''] = readDocument('docs/fuzzing.md').split(`## ${heading}\n`);
  const rows = (section.split('\n## ')[0] ?? '').split('\n').filter((line) => line.startsWith('|'));
  return rows.slice(2).map((row) =>
    row
      .split('|')
      .slice(1, -1)
      .map((cell) => cell.trim().replaceAll('`', '')),
  );
}

describe('docs/fuzzing.md', () => {
  it('A1 · lists what each peer alone accepts, with the reason, as the code has it', () => {
    const written = rowsUnder('What a peer accepts and we refuse').map(([name, because, ...counts]) => [
      name,
      because,
      ...allPeers.filter((_peer, at) => counts[at] !== '–').map((peer) => peer.name),
    ]);
    const names = [...new Set(allPeers.flatMap(({ falseAcceptances }) => falseAcceptances.map(({ name }) => name)))];
    const listed = names.map((name) => {
      const peers = allPeers.filter(({ falseAcceptances }) => falseAcceptances.some((entry) => entry.name === name));
      const because = peers[0]?.falseAcceptances.find((entry) => entry.name === name)?.because;
      return [name, because, ...peers.map((peer) => peer.name)];
    });
    expect([...written].sort()).toEqual(listed.sort());
  });

  it('A1 · lists what each peer alone refuses, with the reason, as the code has it', () => {
    const listed = allPeers.flatMap(({ name, falseRefusals }) =>
      falseRefusals.map((entry) => [name, entry.name, entry.because]),
    );
    expect(rowsUnder('What a peer refuses and we accept').map((row) => row.slice(0, 3))).toEqual(listed);
  });

  it('names the version of each peer that is installed, and the algorithms that it is shown', () => {
    expect(rowsUnder('Who is compared')).toEqual(
      allPeers.map(({ name, algorithms }) => [name, lockedVersion('tests', name), algorithms.join(', ')]),
    );
  });
});
