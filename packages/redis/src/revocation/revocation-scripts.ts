import { redisScript } from '../commands/redis-script.js';
import type { RedisScript } from '../commands/redis-script.js';

/** The newest entry of a stream: its id, and what tells it from an entry with this id in the stream of another server. */
const newest = `
local function newest(stream)
  local found = redis.call('XREVRANGE', stream, '+', '-', 'COUNT', 1)[1]
  if not found then return '0-0', '' end
  return found[1], found[2][4] or ''
end
`;

/** Where a change goes in the stream: each entry names the one before it, so that a reader notices what it missed. */
const append = `${newest}
local function append(stream, oldestMs, ...)
  local newestId = newest(stream)
  return redis.call('XADD', stream, 'MINID', '~', string.format('%.0f', oldestMs), '*', 'p', newestId, ...)
end

local function sweep(entries, expiry, now, limit)
  local due = redis.call('ZRANGEBYSCORE', expiry, '-inf', '(' .. string.format('%.0f', now), 'LIMIT', 0, limit)
  if #due == 0 then return end
  redis.call('HDEL', entries, unpack(due))
  redis.call('ZREM', expiry, unpack(due))
end
`;

/**
 * Adds one revocation to what is known of its id: entries live longer and watermarks move forward, never back, as core's
 * `mergeWatermark` has it. The stream gets the full state, so that reading an entry twice does no harm.
 *
 * KEYS: entries, expiry, stream. ARGV: field · `1` for a watermark · the spared session as JSON, or empty · the `exp` of the
 * token, or empty · longest lifetime, margin (seconds).
 */
export const recordScript: RedisScript = redisScript(`${append}
local field, isWatermark, spared, expiresAt = ARGV[1], ARGV[2] == '1', ARGV[3], ARGV[4]
local lifetime, margin = tonumber(ARGV[5]), tonumber(ARGV[6])
local now = tonumber(redis.call('TIME')[1])
sweep(KEYS[1], KEYS[2], now, 100)

local known = redis.call('HGET', KEYS[1], field) or ''
local till = now + lifetime
if expiresAt ~= '' then till = math.min(till, math.max(now, tonumber(expiresAt))) end
till = math.max(till + margin, tonumber(string.match(known, '^%[(%d+)') or 0))

local state
if isWatermark then
  local at, otherwise = now, 'null'
  local knownAt, rest = string.match(known, '^%[%d+,(%d+)(.*)%]$')
  if knownAt then
    knownAt = tonumber(knownAt)
    local knownOtherwise, knownSpared = string.match(rest, '^,(%w+),(.+)$')
    knownOtherwise, knownSpared = knownOtherwise or 'null', knownSpared or ''
    if spared == knownSpared then
      at, otherwise = math.max(at, knownAt), knownOtherwise
    elseif at > knownAt then
      otherwise = string.format('%.0f', knownAt)
    else
      otherwise = string.format('%.0f', math.max(at, tonumber(knownOtherwise) or at))
      at, spared = knownAt, knownSpared
    end
  end
  state = string.format('[%.0f,%.0f', till, at)
  if spared ~= '' then state = state .. ',' .. otherwise .. ',' .. spared end
  state = state .. ']'
else
  state = string.format('[%.0f]', till)
end

redis.call('HSET', KEYS[1], field, state)
redis.call('ZADD', KEYS[2], string.format('%.0f', till), field)
return append(KEYS[3], (now - lifetime - margin) * 1000, 'f', field, 's', state)
`);

/**
 * Shows that this node takes writes, adds a heartbeat to the stream when nothing was added lately, and forgets what has
 * expired. A full memory does not stop it: nothing can be revoked then, so that a replica misses nothing either.
 *
 * KEYS: entries, expiry, stream, heartbeat. ARGV: milliseconds for "lately" · longest lifetime with the margin, seconds ·
 * random text.
 *
 * @returns the id of the newest entry of the stream, what tells it apart, and the number of revocations
 */
export const heartbeatScript: RedisScript = redisScript(`#!lua flags=allow-oom
${append}
local time = redis.call('TIME')
local now = tonumber(time[1])
local nowMs = now * 1000 + math.floor(tonumber(time[2]) / 1000)
redis.call('SET', KEYS[4], string.format('%.0f', nowMs))
sweep(KEYS[1], KEYS[2], now, 1000)
local newestId, mark = newest(KEYS[3])
local age = nowMs - tonumber(string.match(newestId, '^%d+'))
if age >= tonumber(ARGV[1]) or age < 0 then
  newestId, mark = append(KEYS[3], (now - tonumber(ARGV[2])) * 1000, 'h', ARGV[3]), ARGV[3]
end
return { newestId, mark, redis.call('HLEN', KEYS[1]) }
`);

/**
 * Reads one page of the snapshot, together with where the stream stands and which server it is: the cursor of one server
 * means nothing to another. A script, because clients never send one to a replica of their own accord.
 *
 * KEYS: entries, stream. ARGV: cursor · about how many.
 *
 * @returns the server's run id, the id of the newest entry of the stream and what tells it apart, the next cursor, and fields
 * and states in turn
 */
export const pageScript: RedisScript = redisScript(`${newest}
local runId = string.match(redis.call('INFO', 'server'), 'run_id:(%w+)') or ''
local newestId, mark = newest(KEYS[2])
local page = redis.call('HSCAN', KEYS[1], ARGV[1], 'COUNT', ARGV[2])
return { runId, newestId, mark, page[1], page[2] }
`);
