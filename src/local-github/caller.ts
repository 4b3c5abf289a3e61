/**
 * Who sends a request: a person by their token, the App by a JSON Web Token it signed, an installation of the App by a token we
 * gave it, or nobody. An unknown credential is refused, never taken for somebody.
 *
 * Credentials live in the machine's time even when the story's clock stands still, because the clients' own (a JWT's `iat`,
 * Octokit's token cache) do.
 */
import { createVerify } from 'node:crypto';
import { isRecord } from './is-record.ts';
import type { AppRecord, InstallationRecord, TokenRecord, UserRecord } from './records.ts';
import { Refusal } from './refusal.ts';
import type { Store } from './store.ts';

export type Caller =
  | { readonly kind: 'anonymous' }
  | { readonly kind: 'user'; readonly user: UserRecord }
  | { readonly kind: 'app'; readonly app: AppRecord }
  | {
      readonly kind: 'installation';
      readonly app: AppRecord;
      readonly installation: InstallationRecord;
      readonly bot: UserRecord;
      readonly token: TokenRecord;
    };

const MAX_LIFETIME_SECONDS = 600;
const LEEWAY_SECONDS = 60;

/** Throws a 401 for what it does not know. */
export function identify(store: Store, authorization: string | undefined): Caller {
  if (authorization === undefined) return { kind: 'anonymous' };
  const [, scheme, credential] = /^(\S+)\s+(\S+)$/u.exec(authorization.trim()) ?? [];
  if (!credential || !/^(?:token|bearer)$/iu.test(scheme ?? '')) throw new Refusal(401, 'Bad credentials');
  const user = store.userByToken(credential);
  if (user) return { kind: 'user', user };
  const token = store.tokens.get(credential);
  if (token) return installationCaller(store, token);
  if (credential.split('.').length === 3) return { kind: 'app', app: verifiedApp(store, credential) };
  throw new Refusal(401, 'Bad credentials');
}

/** What the log of calls and the log lines say. */
export function callerName(caller: Caller): string {
  switch (caller.kind) {
    case 'anonymous':
      return 'anonymous';
    case 'user':
      return caller.user.login;
    case 'app':
      return caller.app.slug;
    case 'installation':
      return caller.bot.login;
    default:
      return caller satisfies never;
  }
}

function installationCaller(store: Store, token: TokenRecord): Caller {
  const { app } = store;
  const installation = app?.installations.find(({ id }) => id === token.installationId);
  if (!app || !installation || token.expiresAt <= Date.now()) throw new Refusal(401, 'Bad credentials');
  if (installation.suspendedAt !== null) throw new Refusal(403, 'This installation has been suspended');
  return { kind: 'installation', app, installation, bot: store.user(app.botId), token };
}

function verifiedApp(store: Store, jwt: string): AppRecord {
  const [header = '', claims = '', signature = ''] = jwt.split('.');
  const { alg } = decode(header);
  if (alg !== 'RS256') throw new Refusal(401, 'A JSON web token could not be decoded');
  const { iss, iat, exp } = decode(claims);
  const { app } = store;
  if (!app || String(iss) !== String(app.id)) throw new Refusal(401, 'Integration not found');
  const verifier = createVerify('RSA-SHA256').update(`${header}.${claims}`);
  if (!verifier.verify(app.publicKey, signature, 'base64url')) {
    throw new Refusal(401, 'A JSON web token could not be decoded');
  }
  const now = Math.floor(Date.now() / 1000);
  if (typeof iat !== 'number' || iat > now + LEEWAY_SECONDS) {
    throw new Refusal(
      401,
      "'Issued at' claim ('iat') must be an Integer representing the time that the assertion was issued",
    );
  }
  if (typeof exp !== 'number' || exp <= now) {
    throw new Refusal(
      401,
      "'Expiration time' claim ('exp') must be a numeric value representing the future time at which the assertion expires",
    );
  }
  if (exp - now > MAX_LIFETIME_SECONDS + LEEWAY_SECONDS) {
    throw new Refusal(401, "'Expiration time' claim ('exp') is too far in the future");
  }
  return app;
}

function decode(part: string): Record<string, unknown> {
  try {
    const value: unknown = JSON.parse(Buffer.from(part, 'base64url').toString('utf8'));
    if (isRecord(value)) return value;
  } catch {
    // not JSON: refused below like any other token that is not one
  }
  throw new Refusal(401, 'A JSON web token could not be decoded');
}
