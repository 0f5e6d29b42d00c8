import { headersWith } from '../fixture/headers-with.js';
import { inTurn } from '../fixture/in-turn.js';
import { createTokens, issuer } from '../fixture/tokens.js';
import { openLoop } from '../server/open-loop.js';

const goodPerSecond = 200;
const hostilePerSecond = 600;
/** Shorter than the time for which a key stays published after it has signed. */
const lifetimeSeconds = 60;
const revokedInSlice = 20;
/** The soak asks whether all are answered; how fast, on a machine that does other things for minutes, is no question for it. */
const answerWithinMs = 60_000;

/**
 * Makes slices of traffic: good tokens, each sent twice, so that the second comes to the cache; tokens that were revoked
 * after the slice before; and strangers.
 *
 * @returns a function that sends one slice of so many seconds, and tells what was not answered as it must be
 */
export function createSlices({ pool, hostilePool, server, current, nextStranger }) {
  let revoked = [];
  return async (seconds) => {
    const good = await goodTokens(current(), (goodPerSecond * seconds) / 2);
    const requests = [...good, ...good, ...revoked.map((token) => requestWith(token, 401))];
    const perSecond = requests.length / seconds;
    const answers = await Promise.all([
      openLoop(pool, inTurn(requests), { perSecond, seconds, answerWithinMs }),
      openLoop(hostilePool, nextStranger, { perSecond: hostilePerSecond, seconds, answerWithinMs }),
    ]);
    revoked = good.slice(0, revokedInSlice).map(({ token }) => token);
    await server.ask({ revoke: revoked.map(revocationOf) });
    return told(answers.flat());
  };
}

async function goodTokens(keys, count) {
  const exp = Math.floor(Date.now() / 1_000) + lifetimeSeconds;
  return (await createTokens(keys, count, { own: { exp } })).map((token) => requestWith(token, 200));
}

function requestWith(token, expected) {
  return { token, expected, headers: headersWith(token) };
}

function revocationOf(token) {
  const { jti, exp } = JSON.parse(Buffer.from(token.split('.')[1], 'base64url'));
  return { issuer, jti, expiresAt: exp };
}

function told(answers) {
  const wrong = answers.filter(({ status, request }) => status !== request.expected);
  const good = answers.filter(({ request }) => request.expected === 200);
  return {
    requests: answers.length,
    good: good.length,
    goodAnswered: good.filter(({ status }) => status === 200).length,
    unexpected: wrong.map(({ status, request }) => `${status} instead of ${request.expected}`),
    slowestMs: Math.max(...answers.map(({ milliseconds }) => milliseconds)),
  };
}
