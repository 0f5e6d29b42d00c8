/** What stands between a missed target and us. Written by hand, from profiles and probes; the numbers beside it are of the run. */
export const missedSection = `## Where a target is missed

**What was done first.** A call had some 12 µs of its own beside the signature. Now all steps are synchronous until something must
be waited for, and \`verify()\` is the only promise; the header of a token that verified is known by its text; the result is one object of
one shape; a held token is one lookup and a look at the clock; the Express guard calls on without a turn. Verifying in line while
nothing else is under way, and on the pool where the last turn of the loop brought several, took the pool's trip (35 µs) from single
callers and gave ES256 and EdDSA all cores. In these benchmarks HS256 against fast-jwt went from 0.34 and 0.39 to about 0.9, held tokens from
twice fast-jwt's rate to over five times.

**HS256, and RS256 and PS256 one at a time, against fast-jwt.** By parts (processor time of one HS256 call, some 7 µs): HMAC 1.7 to 2.0 · the
segments from base64url, and back again to see that it was the only spelling, 0.6 · \`JSON.parse\` 0.6 · one spelling of each name, UTF-8 and
freezing, 0.5 · claims 0.3 · the result 0.25 · promise, events and key 0.5. fast-jwt has neither the spelling check, nor that of names, nor a
frozen result, nor a promise; with these our lead is gone. Left out, they would open what [fuzzing.md](fuzzing.md) lists. With RSA the same
3 µs count against 20: and the one-shot itself takes 24 to 27 µs once other code has run between two calls, with fast-jwt too.
Tried and kept: the digest as text and back (Node's \`digest()\` makes an ArrayBuffer each time). Tried and thrown away: checking the alphabet instead
of encoding back (Node reads \`Ł\` as \`A\`, so that two spellings come through); a larger pool of Buffers; \`queueMicrotask\` replaced by a promise.

**RS256 and PS256, 64 in flight, against the bare pool.** A job on the pool costs 28 µs of processor time, 20 of them the signature. The main
thread hands out and takes back all of them, and there our parsing is added: it is full before the pool is. The bound on jobs was measured with
8, 16, 32, 64 and none: with RS256 0.43, 0.50, 0.50, 0.61 and 0.54 of the bare pool, with ES256 0.64, 0.76, 0.76, 0.77 and 0.88, on a machine that
was not all quiet. It is 64.

**Express, tokens that come once.** A middleware that takes the token, parses its claims, and checks nothing but the signature by the bare one-shot
was measured as a probe beside ours (autocannon, 32 connections): RS256 on the pool 0.71 of the unguarded server, in line 0.63, ours
0.62; ES256 on the pool 0.66, in line 0.43, ours 0.57. Parsing alone leaves 0.87. So the targets of 0.85 and 0.70, and with them the multiples of
peers (four times passport-jwt is 0.8 to 0.98 of the unguarded server), are past what Node's crypto allows on two cores that serve the load too. Always taking
the pool was tried: 0.61 and 0.62, within the noise of what is done now.

**Express, the same RS256 token, held.** A middleware that only calls \`next()\` leaves 0.98, one that looks a token of this length up in a Map 0.94. An
ES256 token is half as long. A request that is guarded from the cache costs 12 to 24 µs more than one that is not, of which 8 are in our functions;
the rest is garbage collection and the router.

**Half of the requests hostile.** The server is asked twice as much: its loop goes from 46 to 68 % busy, and waiting times with it. All libraries
stand between 1.9 and 2.9.

**The order of costs.** Refusing what is no JSON took 2.3 times as long as a foreign issuer, for the stack of an error that nobody saw. It is not
captured any more; the error of \`JSON.parse\` is what is left.

**Where it is met easily.** ES256 with 64 in flight is at the bare limit: only a faster one-shot would help. Held tokens are bound by hashing the token and
by the look at keys and clock.`;
