/** What the demo prints on start: three lines to paste into another terminal, on any system with curl and a POSIX shell. */
export function whatToTry(origin: string): string {
  return [
    '',
    `JWT Guard demo: ${origin} (users alice, bob, carol, root; password demo)`,
    '',
    '# alice reads reports, with a token in the Authorization header, from the Express API',
    `curl -i ${origin}/express/reports -H "Authorization: Bearer ${tokenOf('alice', origin)}"`,
    '',
    '# alice reads her profile, with a token in a cookie, from the Nest API',
    `curl -s -c cookies.txt ${login('alice', 'cookie', origin)} && curl -i -b cookies.txt ${origin}/nest/profile`,
    '',
    '# bob lacks the scope: 403, and the answer names it',
    `curl -i ${origin}/nest/reports -H "Authorization: Bearer ${tokenOf('bob', origin)}"`,
    '',
  ].join('\n');
}

function tokenOf(username: string, origin: string): string {
  return `$(curl -s ${login(username, 'bearer', origin)} | sed 's/.*"access_token":"\\([^"]*\\)".*/\\1/')`;
}

function login(username: string, mode: string, origin: string): string {
  return `${origin}/auth/login -H 'Content-Type: application/json' -d '${JSON.stringify({ username, password: 'demo', mode })}'`;
}
