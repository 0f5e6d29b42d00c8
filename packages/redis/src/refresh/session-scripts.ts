import { redisScript } from '../commands/redis-script.js';
import type { RedisScript } from '../commands/redis-script.js';

/** What all scripts begin with: the server's own clock. */
const now = `
local time = redis.call('TIME')
local now = time[1] * 1000 + math.floor(time[2] / 1000)`;

/**
 * Creates a session, unless its id exists. Whole lines of the record are in `rotateScript`.
 *
 * Arguments: the session as JSON without its opening brace, lifetime, idle lifetime, id of the secret, holder, scopes,
 * audience, deadline.
 */
export const startScript: RedisScript = redisScript(`${now}
if now > tonumber(ARGV[8]) then return { 'late', now } end
if redis.call('EXISTS', KEYS[1]) == 1 then return { 'exists' } end
local expires = now + ARGV[2]
local idle = math.min(now + ARGV[3], expires)
local session = string.format('{"createdAtMs":%.0f,"expiresAtMs":%.0f,', now, expires) .. ARGV[1]
redis.call('HSET', KEYS[1], 's', session, 'p', 'live', 'c', 0, 'k', ARGV[4], 'r', now, 'e', expires, 'i', idle,
  'h', ARGV[5], 'g', ARGV[6], 'a', ARGV[7])
redis.call('PEXPIREAT', KEYS[1], expires)
return { 'started', session, now, idle }`);

/** Reads a session that lives. */
export const findScript: RedisScript = redisScript(`${now}
local r = redis.call('HMGET', KEYS[1], 's', 'r', 'i', 'e', 'p')
if not r[1] or r[5] ~= 'live' or now >= tonumber(r[3]) or now >= tonumber(r[4]) then return { 'none' } end
return { 'live', r[1], r[2], r[3] }`);

/** Revokes a session; it writes in any case, so that replicas have something to acknowledge. Argument: life of a tombstone. */
export const revokeScript: RedisScript = redisScript(`
local r = redis.call('HMGET', KEYS[1], 's', 'r', 'i')
if r[1] then
  redis.call('HSET', KEYS[1], 'p', 'pending')
  return { 'revoked', r[1], r[2], r[3] }
end
redis.call('HSET', KEYS[1], 'p', 'buried')
redis.call('PEXPIRE', KEYS[1], ARGV[1])
return { 'none' }`);

/** Takes the flag `pending` away. */
export const confirmScript: RedisScript = redisScript(`
local status = redis.call('HGET', KEYS[1], 'p')
if status == 'pending' or status == 'revoked' then redis.call('HSET', KEYS[1], 'p', 'revoked') end
return { 'done' }`);

/**
 * Adds the id of a session to an index, and takes some of those away that have expired. The index outlives its sessions by
 * the slack. Arguments: the id, the lifetime of the session with the slack.
 */
export const indexScript: RedisScript = redisScript(`${now}
local expires = now + ARGV[2]
redis.call('ZADD', KEYS[1], 'GT', expires, ARGV[1])
local expired = redis.call('ZRANGE', KEYS[1], '-inf', now, 'BYSCORE', 'LIMIT', 0, 100)
if #expired > 0 then redis.call('ZREM', KEYS[1], unpack(expired)) end
if redis.call('PEXPIRETIME', KEYS[1]) < expires then redis.call('PEXPIREAT', KEYS[1], expires) end
return { 'done' }`);
