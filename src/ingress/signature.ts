/** GitHub signs the raw bytes of a webhook: `X-Hub-Signature-256: sha256=<hex HMAC>`. */
import { createHmac, timingSafeEqual } from 'node:crypto';

/** Compares in constant time. An empty secret is a bug of the caller: everybody could sign. */
export function isSignedWith(secret: string, body: Buffer, signature: string): boolean {
  if (secret === '') throw new Error('a webhook secret is required');
  const expected = Buffer.from(`sha256=${createHmac('sha256', secret).update(body).digest('hex')}`);
  const given = Buffer.from(signature);
  return given.length === expected.length && timingSafeEqual(given, expected);
}
