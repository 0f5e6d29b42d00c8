/** Whether one id of a stream, `<milliseconds>-<number>`, is later than another. */
export function isLater(id: string, than: string): boolean {
  const [[milliseconds, number], [thanMilliseconds, thanNumber]] = [parts(id), parts(than)];
  return milliseconds > thanMilliseconds || (milliseconds === thanMilliseconds && number > thanNumber);
}

function parts(id: string): readonly [milliseconds: number, number: number] {
  const dash = id.indexOf('-');
  return [Number(id.slice(0, dash)), Number(id.slice(dash + 1))];
}
