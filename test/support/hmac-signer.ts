import { createHmac } from 'node:crypto';
import type { Signer } from '../../src/core/documents/marker.ts';

/** A signer under a secret of the test's own. */
export function hmacSigner(secret: string): Signer {
  const sign = (message: string): string => createHmac('sha256', secret).update(message).digest('base64url');
  return { sign, verify: (message, signature) => sign(message) === signature };
}
