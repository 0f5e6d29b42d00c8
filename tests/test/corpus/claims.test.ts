import { useTokenCorpus } from '../../src/corpus/use-token-corpus.js';

const { accepts, refuses } = useTokenCorpus();

describe('claims that are not what the verifier expects', () => {
  it('C-01 · refuses a token with no exp', refuses('C-01'));
  it('C-02 · refuses exp in the past, on the second of the tolerance and before it', refuses('C-02'));
  it('C-03 · refuses exp that is no number', refuses('C-03'));
  it('C-05 · refuses exp of zero or less', refuses('C-05'));
  it('C-06 · refuses exp that overflows to infinity', refuses('C-06'));
  it('C-07 · refuses exp beyond the dates of JavaScript', refuses('C-07'));
  it('C-10 · refuses exp not after iat; a life longer than maxLifetime', refuses('C-10'));
  it('C-11 · refuses nbf in the future', refuses('C-11'));
  it('C-13 · refuses nbf that is no finite number', refuses('C-13'));
  it('C-14 · refuses nbf after exp', refuses('C-14'));
  it('C-15 · refuses a claim of RFC 9068 missing, in its profile', refuses('C-15'));
  it('C-17 · refuses iat that is no time in the past', refuses('C-17'));
  it('C-18 · refuses iat older than maxTokenAge, or absent', refuses('C-18'));
  it('C-21 · refuses iss that a URL parser would take for ours', refuses('C-21'));
  it('C-22 · refuses iss that contains ours', refuses('C-22'));
  it('C-23 · refuses iss that is no string', refuses('C-23'));
  it('C-25 · refuses iss with characters that look alike', refuses('C-25'));
  it('C-26 · refuses a token with no aud', refuses('C-26'));
  it('C-30 · refuses aud that is no string or list of strings', refuses('C-30'));
  it('C-31 · refuses aud that is almost ours', refuses('C-31'));
  it('C-33 · refuses an ID token: aud is the client', refuses('C-33'));
  it('C-35 · refuses client_id that is no string', refuses('C-35'));
  it('C-37 · refuses sub of 100 KB, or no string', refuses('C-37'));
  it('C-39 · refuses jti that is no string', refuses('C-39'));
  it(
    'C-42 · refuses typ that is no type of access tokens; typ other than at+jwt, in the profile of RFC 9068',
    refuses('C-42'),
  );
  it('C-45 · refuses a refresh token', refuses('C-45'));
  it('C-47 · refuses a logout token', refuses('C-47'));
  it('C-49 · refuses another kind of JWT, by its typ', refuses('C-49'));
  it('C-50 · refuses another kind of JWT, by its claims, while typ says JWT', refuses('C-50'));
  it('C-51 · refuses a token with no scope; scope that is no string', refuses('C-51'));
  it('C-53 · refuses scope that is almost the one', refuses('C-53'));
  it('C-57 · refuses a confirmation that nobody understands', refuses('C-57'));
  it('C-58 · refuses a token bound to a key, sent without proof', refuses('C-58'));
  it('C-63 · refuses events or a hash in an access token', refuses('C-63'));

  it('C-02 · accepts exp in the past, within the tolerance', accepts('C-02'));
  it('C-09 · accepts times with a fraction', accepts('C-09'));
  it('C-11 · accepts nbf in the future, within the tolerance', accepts('C-11'));
  it('C-29 · accepts one of several audiences', accepts('C-29'));
  it('C-37 · accepts sub with characters that forge lines of a log', accepts('C-37'));
  it('C-43 · accepts typ in other spellings; typ JWT, or none', accepts('C-43'));
  it('C-54 · accepts scopes in scp, as text or as a list', accepts('C-54'));
  it('C-63 · accepts a nonce in an access token, as older Keycloak writes it', accepts('C-63'));
});
