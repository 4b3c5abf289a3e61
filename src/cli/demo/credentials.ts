/** What GitHub gives an App when it is registered: made anew for every demo, so nothing secret is ever stored. */
import { generateKeyPair, randomBytes } from 'node:crypto';
import { promisify } from 'node:util';

export interface Credentials {
  /** PEM. */
  readonly privateKey: string;
  readonly publicKey: string;
  readonly webhookSecret: string;
}

export async function makeCredentials(): Promise<Credentials> {
  const { privateKey, publicKey } = await promisify(generateKeyPair)('rsa', {
    modulusLength: 2048,
    privateKeyEncoding: { type: 'pkcs1', format: 'pem' },
    publicKeyEncoding: { type: 'spki', format: 'pem' },
  });
  return { privateKey, publicKey, webhookSecret: randomBytes(32).toString('hex') };
}
