import { X509Certificate } from 'node:crypto';

/** A self-signed certificate of a P-256 key that nobody holds. */
export const testCertificate = new X509Certificate(`
-----BEGIN CERTIFICATE-----
MIIBcTCCARagAwIBAgIBATAKBggqhkjOPQQDAjAWMRQwEgYDVQQDDAtpc3N1ZXIu
dGVzdDAgFw0yNjExMjIwNDU5MThaGA8yMDUxMDcxNDA0NTkxOFowFjEUMBIGA1UE
AwwLaXNzdWVyLnRlc3QwWTATBgcqhkjOPQIBBggqhkjOPQMBBwNCAASJkBBt46lk
RPo3rmcUvixz2jS3ymHt6U/5Nw7S4Y9HtdUOymydjVIDQeQSv3kmjj0ieN5CscbK
Pho3/+EKzxUvo1MwUTAdBgNVHQ4EFgQUdF52ZI3R1GHi4ekTe3//Zzc33R0wHwYD
VR0jBBgwFoAUdF52ZI3R1GHi4ekTe3//Zzc33R0wDwYDVR0TAQH/BAUwAwEB/zAK
BggqhkjOPQQDAgNJADBGAiEAgPUnArmiGEg9eUDSpguLJ84GgKs4r4jptRYrFJQF
5C8CIQDg4KJDw4C5wHAFG6WkFi6NIzUwatUe83AwyZ5mCny3ig==
-----END CERTIFICATE-----
`);
