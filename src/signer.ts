/** Signs and verifies Muster's own documents, and digests texts. Several secrets may be listed: the first signs, all are believed (rotation). */
import { createHmac, hash, timingSafeEqual } from 'node:crypto';
import type { Signer } from './core/documents/marker.ts';

/** Bytes of a digest or signature that are kept: 128 bits, short enough for a hidden line and far too many to collide. */
const BYTES = 16;

function mac(secret: string, message: string): Buffer {
  return createHmac('sha256', secret).update(message).digest().subarray(0, BYTES);
}

export function createSigner(secrets: readonly [string, ...string[]]): Signer {
  return {
    sign: (message) => mac(secrets[0], message).toString('base64url'),
    verify: (message, signature) => {
      const given = Buffer.from(signature, 'base64url');
      return given.length === BYTES && secrets.some((secret) => timingSafeEqual(mac(secret, message), given));
    },
  };
}

/** Asked for every comment of every run, hence in one call and by way of a string: a quarter of the time of a hash object and its buffer. */
export function digest(text: string): string {
  return Buffer.from(hash('sha256', text, 'binary'), 'binary').toString('base64url', 0, BYTES);
}
