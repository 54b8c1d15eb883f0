import { InfraError } from '../lib/error.ts';
import type { Credentials, FetchContext } from './fetch-context.ts';
import { askHttp, basicAuthorization, type HttpAnswer } from './http-answer.ts';
import type { OciReference } from './oci-reference.ts';

/** A repository of a registry, and the way in once that is known. */
export interface OciClient {
  /** e.g. `https://registry.example.com` */
  readonly base: string;
  readonly repository: string;
  readonly context: FetchContext;
  authorization?: string;
}

export interface OciRequest {
  readonly accept?: string;
  readonly maxBytes: number;
  readonly timeoutMilliseconds?: number;
}

const LOOPBACK = /^(?:localhost|127(?:\.\d+){3}|\[::1\])(?::\d+)?$/;
/** Registries whose name is not that of their server. */
const SERVERS: Readonly<Record<string, string>> = { 'docker.io': 'registry-1.docker.io' };
const MAX_TOKEN = 1024 * 1024;

/** A client for a repository. Registries on this machine are asked by http, as they have no certificates. */
export function ociClient({ host, repository }: OciReference, context: FetchContext): OciClient {
  const isPlain = context.plainHttp === true || LOOPBACK.test(host);
  return { base: `${isPlain ? 'http' : 'https'}://${SERVERS[host] ?? host}`, repository, context };
}

/**
 * Asks for a path below the repository. If the registry wants to know who asks, it is told, or asked for a token where it says
 * one is to be had. Throws InfraError (REMOTE) unless the answer is a success.
 */
export async function askRegistry(client: OciClient, path: string, request: OciRequest): Promise<HttpAnswer> {
  const url = `${client.base}/v2/${client.repository}/${path}`;
  let answer = await ask(client, url, request);
  if (answer.status === 401) {
    const challenge = answer.headers.get('www-authenticate') ?? '';
    client.authorization = await answerTo(challenge, client);
    answer = await ask(client, url, request);
  }
  if (answer.status >= 200 && answer.status < 300) return answer;
  const isLogin = answer.status === 401 || answer.status === 403;
  const hint = isLogin ? LOG_IN_HINT : answer.status === 404 ? 'check the path and the version' : undefined;
  throw refused(client, `answers ${answer.statusLine} for ${path}`, hint);
}

const LOG_IN_HINT =
  'log in with helm registry login or docker login, or give a user and a password that may read it: --username and --password';

async function ask(client: OciClient, url: string, request: OciRequest): Promise<HttpAnswer> {
  const { accept, ...limits } = request;
  return await askHttp(url, {
    authorization: client.authorization,
    limits: { ...limits, ...client.context.limits },
    ...(accept !== undefined && { accept }),
  });
}

/** The header that a challenge asks for. */
async function answerTo(challenge: string, client: OciClient): Promise<string> {
  const credentials = client.context.credentials(`https://${hostOf(client)}`) ?? (await loginOf(client));
  const basic = credentials && basicAuthorization(credentials);
  const bearer = /\bbearer\s+(.*)/i.exec(challenge)?.[1];
  if (bearer !== undefined) return await fetchToken(bearer, basic, client);
  if (basic !== undefined && /\bbasic\b/i.test(challenge)) return basic;
  throw refused(client, 'answers 401 Unauthorized', LOG_IN_HINT);
}

/** What another tool has for the registry. */
async function loginOf(client: OciClient): Promise<Credentials | undefined> {
  const files = client.context.loginFiles?.() ?? [];
  if (files.length === 0) return undefined;
  const { registryLogin } = await import('./registry-login.ts');
  return registryLogin(hostOf(client), files);
}

/** Asks the place that a challenge names for a token to read the repository. */
async function fetchToken(
  challenge: string,
  authorization: string | undefined,
  client: OciClient,
): Promise<string> {
  const fields = new Map<string, string>();
  for (const [, name, value] of challenge.matchAll(/(\w+)="([^"]*)"/g))
    fields.set(name!.toLowerCase(), value!);
  const realm = fields.get('realm') ?? '';
  if (!URL.canParse(realm) || (client.base.startsWith('https:') && !realm.startsWith('https:')))
    throw refused(client, 'names no safe place to ask for a token');
  const url = new URL(realm);
  url.searchParams.set('scope', `repository:${client.repository}:pull`);
  const service = fields.get('service');
  if (service !== undefined) url.searchParams.set('service', service);
  const limits = { maxBytes: MAX_TOKEN, ...client.context.limits };
  const answer = await askHttp(url.href, { authorization, limits });
  if (answer.status !== 200) throw refused(client, `gives no token: ${answer.statusLine}`, LOG_IN_HINT);
  const { token, access_token: accessToken } = parseObject(answer.body, client, 'a token');
  const found = typeof token === 'string' && token !== '' ? token : accessToken;
  if (typeof found === 'string' && /^[\x21-\x7e]+$/.test(found)) return `Bearer ${found}`;
  throw refused(client, 'gives no token');
}

/** The JSON object that a registry sent. Throws InfraError (REMOTE). */
export function parseObject(body: Uint8Array, client: OciClient, what: string): Record<string, unknown> {
  try {
    const data: unknown = JSON.parse(Buffer.from(body).toString('utf8'));
    if (typeof data === 'object' && data !== null) return data as Record<string, unknown>;
  } catch {
    // Said below, without what it sent: that may be a secret.
  }
  throw refused(client, `sends ${what} that is no JSON object`);
}

/** The sentence for what a registry did not do. */
export function refused({ base, repository }: OciClient, problem: string, hint?: string): InfraError {
  const place = `oci://${hostOf({ base })}/${repository}`;
  return new InfraError(
    'REMOTE',
    `cannot fetch ${place}: the registry ${problem}`,
    hint === undefined ? {} : { hint },
  );
}

function hostOf({ base }: Pick<OciClient, 'base'>): string {
  return base.slice(base.indexOf('//') + 2);
}
