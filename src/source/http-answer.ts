import { InfraError } from '../lib/error.ts';
import { withoutPasswords } from '../lib/url-secrets.ts';
import { proxySettings } from '../system/proxy-settings.ts';

export interface HttpLimits {
  readonly maxBytes: number;
  /** For the whole, redirects included. */
  readonly timeoutMilliseconds: number;
  /** Between two parts of what the server sends. */
  readonly idleMilliseconds: number;
  readonly maxRedirects: number;
}

export interface HttpRequest {
  /** the header for the server of the URL, and no other; before what the URL itself has */
  readonly authorization?: string | undefined;
  readonly accept?: string;
  readonly limits?: Partial<HttpLimits>;
}

/** What a server answered, redirects followed. */
export interface HttpAnswer {
  readonly status: number;
  /** e.g. `404 Not Found` */
  readonly statusLine: string;
  readonly headers: Headers;
  /** empty unless the status is 200 to 299 */
  readonly body: Uint8Array;
}

const LIMITS: HttpLimits = {
  maxBytes: 50 * 1024 * 1024,
  timeoutMilliseconds: 30_000,
  idleMilliseconds: 30_000,
  maxRedirects: 10,
};
const REDIRECTS: ReadonlySet<number> = new Set([301, 302, 303, 307, 308]);

/**
 * Asks a web server for a file; gives its answer, whatever its status. Credentials go to the server they are for, not where it
 * redirects to. Throws InfraError (REMOTE) when there is no whole answer in time and within the limit.
 */
export async function askHttp(url: string, request: HttpRequest = {}): Promise<HttpAnswer> {
  const limits = { ...LIMITS, ...request.limits };
  const watch = startWatch(limits);
  try {
    const response = await send(parseUrl(url), request, limits, watch);
    const body = response.ok ? await readBody(response, limits.maxBytes, watch) : new Uint8Array();
    if (!response.ok) void response.body?.cancel();
    const statusLine = `${response.status} ${response.statusText}`.trim();
    return { status: response.status, statusLine, headers: response.headers, body };
  } catch (error) {
    if (error instanceof Failure) throw httpFailure(url, error.message);
    const reason: unknown = watch.signal.aborted ? watch.signal.reason : error;
    const told = reasonOf(reason) + ofProxy(url);
    throw httpFailure(url, told, { cause: new Unreachable(told, { cause: error }) });
  } finally {
    watch.stop();
  }
}

/** The sentence for a file that cannot be had. */
export function httpFailure(
  url: string,
  reason: string,
  details: { readonly cause?: unknown; readonly hint?: string } = {},
): InfraError {
  return new InfraError('REMOTE', `cannot read ${withoutPasswords(url)}: ${reason}`, details);
}

/** Whether an error is about a server that could not be asked, or did not answer to the end. */
export function isUnreachable(error: unknown): boolean {
  return error instanceof InfraError && error.cause instanceof Unreachable;
}

class Unreachable extends Error {}

/** Why a file cannot be had, for the sentence that names it. */
class Failure extends Error {}

interface Watch {
  readonly signal: AbortSignal;
  /** Something has come: waiting starts again. */
  readonly touch: () => void;
  readonly stop: () => void;
}

function startWatch({ timeoutMilliseconds, idleMilliseconds }: HttpLimits): Watch {
  const controller = new AbortController();
  const endAfter = (milliseconds: number): NodeJS.Timeout =>
    setTimeout(() => {
      controller.abort(new Error(`no answer within ${milliseconds / 1000} seconds`));
    }, milliseconds);
  const whole = endAfter(timeoutMilliseconds);
  const idle = endAfter(idleMilliseconds);
  return {
    signal: controller.signal,
    touch: () => void idle.refresh(),
    stop: () => {
      clearTimeout(whole);
      clearTimeout(idle);
    },
  };
}

function parseUrl(url: string, base?: string): URL {
  if (!URL.canParse(url, base)) throw new Failure('it is no URL');
  const parsed = new URL(url, base);
  if (parsed.protocol === 'http:' || parsed.protocol === 'https:') return parsed;
  throw new Failure(`${parsed.protocol} is not http: or https:`);
}

async function send(
  start: URL,
  request: HttpRequest,
  { maxRedirects }: HttpLimits,
  { signal, touch }: Watch,
): Promise<Response> {
  let url = start;
  const own = takeCredentials(url);
  let authorization = request.authorization ?? own;
  for (let redirects = 0; redirects <= maxRedirects; redirects++) {
    const headers = {
      accept: request.accept ?? '*/*',
      ...(authorization !== undefined && { authorization }),
    };
    const response = await ask(url, { redirect: 'manual', headers, signal });
    touch();
    const location = response.headers.get('location');
    if (!REDIRECTS.has(response.status) || location === null) return response;
    await response.body?.cancel();
    const next = parseUrl(location, url.href);
    const ownCredentials = takeCredentials(next);
    authorization = ownCredentials ?? (next.origin === url.origin ? authorization : undefined);
    url = next;
  }
  throw new Failure(`it redirects more than ${maxRedirects} times`);
}

/** fetch, through a proxy where the environment has one. */
async function ask(
  url: URL,
  request: { redirect: 'manual'; headers: Record<string, string>; signal: AbortSignal },
): Promise<Response> {
  const settings = proxySettings(url);
  if (settings === undefined) return await fetch(url, request);
  const { proxiedFetch } = await import('./proxied-fetch.ts');
  return await proxiedFetch(url, request, settings);
}

/** Tells of the proxy that an address may have been asked through. */
function ofProxy(url: string): string {
  const settings = URL.canParse(url) ? proxySettings(new URL(url)) : undefined;
  return settings === undefined ? '' : ` (${settings.variable} is ${settings.proxy.host})`;
}

/** The header that the user and password in a URL come to; they are taken out of it. */
function takeCredentials(url: URL): string | undefined {
  if (url.username === '' && url.password === '') return undefined;
  const header = basicAuthorization({ user: decoded(url.username), password: decoded(url.password) });
  url.username = '';
  url.password = '';
  return header;
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

/** The header for a user and a password. */
export function basicAuthorization(credentials: {
  readonly user: string;
  readonly password: string;
}): string {
  return `Basic ${Buffer.from(`${credentials.user}:${credentials.password}`).toString('base64')}`;
}

async function readBody({ body, headers }: Response, maxBytes: number, watch: Watch): Promise<Uint8Array> {
  const isTooLarge = new Failure(`it is larger than ${maxBytes} bytes`);
  if (Number(headers.get('content-length')) > maxBytes) {
    void body?.cancel();
    throw isTooLarge;
  }
  const parts: Uint8Array[] = [];
  let length = 0;
  const reader = body?.getReader();
  for (;;) {
    const part = await reader?.read();
    if (part?.value === undefined) break;
    watch.touch();
    length += (part.value as Uint8Array).length;
    if (length > maxBytes) {
      await reader?.cancel();
      throw isTooLarge;
    }
    parts.push(part.value as Uint8Array);
  }
  return new Uint8Array(Buffer.concat(parts));
}

/** fetch says only that it failed; why is in the cause, or in the cause of that. */
function reasonOf(error: unknown): string {
  let cause: unknown = error;
  while (cause instanceof Error && cause.cause instanceof Error) ({ cause } = cause);
  if (!(cause instanceof Error)) return String(cause);
  return REASONS[(cause as NodeJS.ErrnoException).code ?? ''] ?? cause.message;
}

const UNTRUSTED =
  'the certificate of the server is not of a known authority (NODE_EXTRA_CA_CERTS=FILE names more)';

const REASONS: Readonly<Record<string, string>> = {
  ECONNREFUSED: 'the server refuses connections',
  ECONNRESET: 'the server closed the connection',
  ENOTFOUND: 'there is no such server',
  EAI_AGAIN: 'the name of the server cannot be looked up now',
  UND_ERR_SOCKET: 'the server closed the connection',
  ETIMEDOUT: 'the server does not answer',
  UND_ERR_CONNECT_TIMEOUT: 'the server does not answer',
  CERT_HAS_EXPIRED: 'the certificate of the server has expired',
  ERR_TLS_CERT_ALTNAME_INVALID: 'the certificate of the server is for another one',
  DEPTH_ZERO_SELF_SIGNED_CERT: UNTRUSTED,
  SELF_SIGNED_CERT_IN_CHAIN: UNTRUSTED,
  UNABLE_TO_VERIFY_LEAF_SIGNATURE: UNTRUSTED,
  UNABLE_TO_GET_ISSUER_CERT_LOCALLY: UNTRUSTED,
};
