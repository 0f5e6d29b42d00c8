import { redisScript } from '../commands/redis-script.js';
import type { RedisScript } from '../commands/redis-script.js';

/**
 * Decides as `rotationVerdict` of the issuer does, line by line, on one hash:
 *
 * `s` the session as JSON, without what changes · `p` status · `c` counter · `k` id of the secret · `r` time of the last
 * rotation, which is the last use · `i` idle expiry · `e` absolute expiry · `h` client and key thumbprint · `g`, `a` what
 * was granted, a line for each.
 *
 * A client that was cut off may send what nobody waits for any more. A rotation that is taken then would make a thief of
 * the user who comes back with the token that he has, so behind the deadline nothing is done.
 *
 * Arguments: counter, holder, scopes, audience, grace, idle lifetime, id of the secret, deadline.
 */
export const rotateScript: RedisScript = redisScript(`
local time = redis.call('TIME')
local now = time[1] * 1000 + math.floor(time[2] / 1000)
if now > tonumber(ARGV[8]) then return { 'late', now } end
local r = redis.call('HMGET', KEYS[1], 's', 'p', 'c', 'h', 'r', 'e', 'i', 'k')
local session, status = r[1], r[2]
if not session then return { 'unknown' } end
if status ~= 'live' then return { 'revoked', session, r[5], r[7], status } end
local expires = tonumber(r[6])
if now >= expires or now >= tonumber(r[7]) then return { 'expired' } end
local counter, current = tonumber(ARGV[1]), tonumber(r[3])
local holds = r[4] == ARGV[2]
local replayed = holds and counter == current - 1 and math.abs(now - r[5]) < tonumber(ARGV[5])
if counter < current and not replayed then
  redis.call('HSET', KEYS[1], 'p', 'pending')
  return { 'reused', session, r[5], r[7] }
end
if not holds then return { 'client_mismatch' } end
local function exceeds(asked, field)
  if asked == '' then return false end
  local granted = '\\n' .. redis.call('HGET', KEYS[1], field) .. '\\n'
  for one in asked:gmatch('[^\\n]+') do
    if not granted:find('\\n' .. one .. '\\n', 1, true) then return true end
  end
  return false
end
if exceeds(ARGV[3], 'g') then return { 'scope_exceeded' } end
if exceeds(ARGV[4], 'a') then return { 'audience_exceeded' } end
if replayed then return { 'replayed', session, r[5], r[7], r[3], r[8], now } end
local idle = math.min(now + ARGV[6], expires)
redis.call('HSET', KEYS[1], 'c', counter + 1, 'k', ARGV[7], 'r', now, 'i', idle)
return { counter == current and 'rotated' or 'fast_forwarded', session, now, idle }
`);
