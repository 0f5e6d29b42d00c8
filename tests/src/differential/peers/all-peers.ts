import { fastJwt } from './fast-jwt.js';
import { jose } from './jose.js';
import { jsonwebtoken } from './jsonwebtoken.js';
import type { Peer } from './peer.js';

/** Those that every token is shown to. */
export const allPeers: readonly Peer[] = [jose, jsonwebtoken, fastJwt];
