import { oncePerProcess } from './once-per-process.ts';

/** As GitHub issues it, and what belongs to it. */
export interface AppKey {
  readonly privateKey: string;
  readonly publicKey: string;
}

/** Of the App in the tests that start one: made anew in each worker, because finding primes takes a tenth of a second. */
export function appKey(): AppKey {
  return oncePerProcess('app key', (ground) =>
    ground.process.getBuiltinModule('node:crypto').generateKeyPairSync('rsa', {
      modulusLength: 2048,
      privateKeyEncoding: { type: 'pkcs1', format: 'pem' },
      publicKeyEncoding: { type: 'spki', format: 'pem' },
    }),
  );
}
