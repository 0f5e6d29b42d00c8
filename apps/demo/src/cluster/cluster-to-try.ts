/** What two processes of the demo say to try: a logout on the first is felt on the second. To be pasted in this order. */
export function clusterToTry(first: string, second: string): string {
  const login = `curl -s ${first}/auth/login -H 'Content-Type: application/json' -d '{"username":"alice","password":"demo","mode":"bearer"}'`;
  return [
    '',
    `JWT Guard demo: ${first} and ${second} share one Redis (users alice, bob, carol, root; password demo)`,
    '',
    '# alice logs in on the first, and reads her profile on the second',
    `TOKEN=$(${login} | sed 's/.*"access_token":"\\([^"]*\\)".*/\\1/')`,
    `curl -i ${second}/express/profile -H "Authorization: Bearer $TOKEN"`,
    '',
    '# she logs out on the first: the second refuses her token from now on',
    `curl -i -X POST ${first}/auth/logout -H "Authorization: Bearer $TOKEN"`,
    `curl -i ${second}/nest/profile -H "Authorization: Bearer $TOKEN"`,
    '',
  ].join('\n');
}
