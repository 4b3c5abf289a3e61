/**
 * Runs before every test file: a connection to anything but this machine is refused, whoever asks for it. The patch sits on the one socket class of the
 * process, below http, fetch, TLS and the database client.
 */
import { Socket, isIP } from 'node:net';

const LOOPBACK = /^(?:localhost|127(?:\.\d{1,3}){3}|::1|\[::1\])$/u;
const MARK = Symbol.for('muster: loopback only');

interface Target {
  readonly host?: string | null;
  /** Of a socket file; null where http has none. */
  readonly path?: string | null;
}

/** `connect(options)`, `connect(port, host)`, `connect(path)`; Node itself also passes what it normalised, as one array. */
function targetOf(args: readonly unknown[]): Target {
  const [first, second] = args;
  if (Array.isArray(first)) return targetOf(first);
  if (typeof first === 'object' && first !== null) return first;
  if (typeof first === 'string' && Number.isNaN(Number(first))) return { path: first };
  return typeof second === 'string' ? { host: second } : {};
}

const prototype = Socket.prototype as typeof Socket.prototype & { [MARK]?: true };
if (prototype[MARK] === undefined) {
  prototype[MARK] = true;
  // called below with the socket as `this`
  // oxlint-disable-next-line typescript/unbound-method
  const connect = prototype.connect;
  prototype.connect = function refuseOthers(this: Socket, ...args: unknown[]): Socket {
    const { host, path } = targetOf(args);
    if (path == null && host != null && !LOOPBACK.test(host)) {
      const kind = isIP(host) === 0 ? 'host' : 'address';
      throw new Error(`tests speak to this machine only, not to the ${kind} ${host}`);
    }
    return Reflect.apply(connect, this, args) as Socket;
  };
}
