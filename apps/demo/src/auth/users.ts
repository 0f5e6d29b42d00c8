import { createHash, timingSafeEqual } from 'node:crypto';
import { apiAudience, billingAudience } from './audiences.js';

/** Somebody who can log in. */
export interface User {
  readonly username: string;
  readonly scopes: readonly string[];
  readonly audience: readonly string[];
}

const users: ReadonlyMap<string, User> = new Map(
  [
    { username: 'alice', scopes: ['profile:read', 'reports:read'], audience: [apiAudience] },
    { username: 'bob', scopes: ['profile:read'], audience: [apiAudience] },
    { username: 'carol', scopes: ['profile:read'], audience: [apiAudience, billingAudience] },
    { username: 'root', scopes: ['profile:read', 'keys:rotate'], audience: [apiAudience] },
  ].map((user) => [user.username, user]),
);
/** Everybody's password: this is a demo. A real service stores a salted, slow hash for each user. */
const password = digest('demo');

/** The user with this name and password. A wrong password and an unknown name cost the same and answer the same. */
export function findUser(username: string, candidate: string): User | undefined {
  const correct = timingSafeEqual(digest(candidate), password);
  const user = users.get(username);
  return correct ? user : undefined;
}

function digest(text: string): Buffer {
  return createHash('sha256').update(text).digest();
}
