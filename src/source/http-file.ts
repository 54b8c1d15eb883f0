import { InfraError } from '../lib/error.ts';
import { withoutPasswords } from './git-command.ts';

export interface HttpLimits {
  readonly maxBytes: number;
  /** For the whole, redirects included. */
  readonly timeoutMilliseconds: number;
  readonly maxRedirects: number;
}

const LIMITS: HttpLimits = { maxBytes: 50 * 1024 * 1024, timeoutMilliseconds: 30_000, maxRedirects: 10 };
const REDIRECTS: ReadonlySet<number> = new Set([301, 302, 303, 307, 308]);

/**
 * The bytes of a file on a web server, redirects followed. Throws InfraError (REMOTE) unless the server answers with a status
 * of 200 to 299, in time and within the limit.
 */
export async function fetchHttpFile(url: string, limits: Partial<HttpLimits> = {}): Promise<Uint8Array> {
  const { maxBytes, timeoutMilliseconds, maxRedirects } = { ...LIMITS, ...limits };
  const signal = AbortSignal.timeout(timeoutMilliseconds);
  try {
    return await readBody(await request(parseUrl(url), maxRedirects, signal), maxBytes);
  } catch (error) {
    if (error instanceof Failure) throw failure(url, error.message);
    if (signal.aborted) throw failure(url, `no answer within ${timeoutMilliseconds / 1000} seconds`);
    throw failure(url, reasonOf(error), error);
  }
}

/** Why a file cannot be had, for the sentence that names it. */
class Failure extends Error {}

function failure(url: string, reason: string, cause?: unknown): InfraError {
  return new InfraError('REMOTE', `cannot read ${withoutPasswords(url)}: ${reason}`, { cause });
}

function parseUrl(url: string, base?: string): URL {
  if (!URL.canParse(url, base)) throw new Failure('it is no URL');
  const parsed = new URL(url, base);
  if (parsed.protocol === 'http:' || parsed.protocol === 'https:') return parsed;
  throw new Failure(`${parsed.protocol} is not http: or https:`);
}

async function request(start: URL, maxRedirects: number, signal: AbortSignal): Promise<Response> {
  let url = start;
  let authorization = takeCredentials(url);
  for (let redirects = 0; redirects <= maxRedirects; redirects++) {
    const headers = { accept: '*/*', ...(authorization !== undefined && { authorization }) };
    const response = await fetch(url, { redirect: 'manual', headers, signal });
    const location = response.headers.get('location');
    if (!REDIRECTS.has(response.status) || location === null) return checked(response);
    await response.body?.cancel();
    const next = parseUrl(location, url.href);
    const ownCredentials = takeCredentials(next);
    authorization = ownCredentials ?? (next.origin === url.origin ? authorization : undefined);
    url = next;
  }
  throw new Failure(`it redirects more than ${maxRedirects} times`);
}

function checked(response: Response): Response {
  if (response.ok) return response;
  void response.body?.cancel();
  throw new Failure(`the server answers ${response.status} ${response.statusText}`.trim());
}

/** The header that the user and password in a URL come to; they are taken out of it. */
function takeCredentials(url: URL): string | undefined {
  if (url.username === '' && url.password === '') return undefined;
  const credentials = `${decodeURIComponent(url.username)}:${decodeURIComponent(url.password)}`;
  url.username = '';
  url.password = '';
  return `Basic ${Buffer.from(credentials).toString('base64')}`;
}

async function readBody({ body }: Response, maxBytes: number): Promise<Uint8Array> {
  const parts: Uint8Array[] = [];
  let length = 0;
  const reader = body?.getReader();
  for (;;) {
    const part = await reader?.read();
    if (part?.value === undefined) break;
    length += (part.value as Uint8Array).length;
    if (length > maxBytes) {
      await reader?.cancel();
      throw new Failure(`it is larger than ${maxBytes} bytes`);
    }
    parts.push(part.value as Uint8Array);
  }
  return new Uint8Array(Buffer.concat(parts));
}

/** fetch says only that it failed; why is in the cause. */
function reasonOf(error: unknown): string {
  const { cause } = error as { readonly cause?: { readonly code?: string; readonly message?: string } };
  const code = cause?.code ?? '';
  return REASONS[code] ?? cause?.message ?? (error instanceof Error ? error.message : String(error));
}

const REASONS: Readonly<Record<string, string>> = {
  ECONNREFUSED: 'the server refuses connections',
  ECONNRESET: 'the server closed the connection',
  ENOTFOUND: 'there is no such server',
  EAI_AGAIN: 'the name of the server cannot be looked up now',
  UND_ERR_SOCKET: 'the server closed the connection',
};
