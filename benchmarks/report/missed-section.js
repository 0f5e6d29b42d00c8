/** What stands between a missed target and us. Written by hand, from profiles and probes; the numbers beside it are of the run. */
export const missedSection = `## Where a target is missed

**How far to trust a row.** The processors are shared with other machines, which no process here can see. The same code, run again, moved
single rows by up to 15 %, those of the pool and of HTTP by more, and both halves of a ratio not always alike: when the machine was quick, code
without the last two steps below stood at 0.99 of the bare pool with ES256 and at 0.68 with RS256; when it was slow, at 0.81 and 0.52. What is said
below was measured with the variants side by side in one process, in 15 to 60 short rounds.

**What was done first.** A call had some 12 µs of its own beside the signature. Now all steps are synchronous until something must
be waited for, and \`verify()\` is the only promise; the header of a token that verified is known by its text; the result is one object of
one shape; a held token is one lookup and a look at the clock; the Express guard calls on without a turn. Verifying in line while
nothing else is under way, and on the pool where the last turn of the loop brought several, took the pool's trip (35 µs) from single
callers and gave ES256 and EdDSA all cores. Base64url is read strictly by a table: 6 to 8 % of a call less than letting Node read it and encoding
back to compare (beside a signature Node's decoder takes 3 µs, alone 0.2). Jobs go to the pool in fours: 7 to 10 % with RSA. Both together, 64 in
flight and side by side on the slow machine: RS256 from 0.52 of the bare pool to 0.63, PS256 from 0.53 to 0.66, ES256 from 0.81 to 0.86, EdDSA from
0.83 to 0.87. In these benchmarks HS256 against fast-jwt went from 0.34 and 0.39 to about 0.9, held tokens from twice fast-jwt's rate to over five times.

**HS256, and RS256 and PS256 one at a time, against fast-jwt.** By profile, of a call with HS256: HMAC 28 % · base64url 12 % · \`JSON.parse\` 11 % · one
spelling of each name, UTF-8 and freezing 7 % · garbage 5 % · scopes 3 % · the rest is spread over claims, key, result, promise and events. fast-jwt has
neither the check of names, nor a frozen result, nor a promise; with these its lead is there. Left out, they would open what
[fuzzing.md](fuzzing.md) lists. With RSA, node:crypto takes the same 28 µs in both (its one-shot and its stream alike), and the rest 14 µs in
fast-jwt's profile against 17 in ours: everything costs twice what it costs alone, for the signature has used the caches meanwhile.
Tried and kept: the digest as text and back (Node's \`digest()\` makes an ArrayBuffer each time). Tried, and within the noise: a bare key instead of
its options, claims that are read without asking whether they are own ones, one look less for a known header, positions in the
token instead of slices. Tried and thrown away: checking the alphabet alone (Node reads \`Ł\` as \`A\`, so that two spellings come through); a larger pool of
Buffers; \`queueMicrotask\` replaced by a promise.

**RS256 and PS256, 64 in flight, against the bare pool.** By profile, the main thread needs 15 µs of each call to hand the job out, most of it to wake a thread
that has run out of work, and 12 µs for our own steps: it is full before the pool is, and so the pool runs empty. Tried and kept: four jobs at once.
Tried and thrown away: handing out when the turn ends (7 % less); verifying one to eight of each turn in line while the pool has eight to 32 jobs
(2 to 8 % less), or all that come then (40 % less: nobody fetches what the pool has done). The bound on jobs was measured with 8, 16, 32, 64 and none: with RS256
0.43, 0.50, 0.50, 0.61 and 0.54 of the bare pool, with ES256 0.64, 0.76, 0.76, 0.77 and 0.88, on a machine that was not all quiet. It is 64.

**Express, tokens that come once.** The bare guards stand in the same table: they take the token, parse its claims, and check nothing but the
signature, always in line or always on the pool. On two cores that serve the load too, neither leaves as much of the unguarded server as the targets of
0.85 and 0.70 ask for. Ours is at the better of them or above it, since it takes the pool only for what comes together, and in fours. So they are no
strict bound: they tell what the signature alone costs a server, either way.

**Express and Nest, the same token, held.** A guard that only looks a token up in a Map stands in the same table, and one that only calls \`next()\` was measured at 0.98.
A request that is guarded from the cache costs 12 to 24 µs more than one that is not. By profile of the server, 6 to 7 % of its time is ours: the middleware, the hash of
the token for the lookup (an RS256 token is twice as long), the syntax of the header, clock and key. The rest is garbage collection and the router.

**Half of the requests hostile.** The server is asked twice as much: its loop goes from less than half to two thirds busy, and waiting times with it. All
libraries stand alike, as the table shows.

**The order of costs.** Refusing what is no JSON took 2.3 times as long as a foreign issuer, for the stack of an error that nobody saw. It is not
captured any more; the error of \`JSON.parse\` is what is left.

**Where it is met easily.** One at a time beside jose, with every algorithm: what is left there is mostly the signature, which only a faster one-shot would
shorten. Held tokens are bound by hashing the token and by the look at keys and clock.`;
