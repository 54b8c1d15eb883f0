import { define, GoError, type FunctionTable } from '../../gotemplate/function.ts';
import { kindOf, type GoMap } from '../../gotemplate/value.ts';
import type { FunctionContext } from '../environment.ts';
import { formatUrl, hostnameOf, parseUrl } from './url.ts';

/** Sprig's urlParse and urlJoin. */
export function urlFunctions({ budget }: FunctionContext): FunctionTable {
  return {
    urlParse: define(['string'], (text) => {
      budget.spend(text.length);
      return explaining('unable to parse url', () => urlParse(text));
    }),
    urlJoin: define(['map[string]interface {}'], (parts) => {
      for (const part of parts?.values() ?? []) if (typeof part === 'string') budget.spend(part.length);
      return urlJoin(parts ?? new Map<string, never>());
    }),
  };
}

function explaining<T>(what: string, attempt: () => T): T {
  try {
    return attempt();
  } catch (error) {
    throw error instanceof GoError ? new GoError(`${what}: ${error.message}`) : error;
  }
}

function urlParse(text: string): GoMap {
  const url = parseUrl(text);
  return new Map([
    ['scheme', url.scheme],
    ['host', url.host],
    ['hostname', hostnameOf(url)],
    ['path', url.path],
    ['query', url.query],
    ['opaque', url.opaque],
    ['fragment', url.fragment],
    ['userinfo', url.userinfo ?? ''],
  ]);
}

function urlJoin(parts: GoMap): string {
  const [scheme, host, path, query, opaque, fragment, userinfo] = [
    'scheme',
    'host',
    'path',
    'query',
    'opaque',
    'fragment',
    'userinfo',
  ].map((key) => textAt(parts, key)) as [string, string, string, string, string, string, string];
  const user =
    userinfo === ''
      ? undefined
      : explaining('unable to parse userinfo in dict', () => parseUrl(`proto://${userinfo}@host`).userinfo);
  return formatUrl({ scheme, host, path, query, opaque, fragment, userinfo: user });
}

function textAt(parts: GoMap, key: string): string {
  const value = parts.get(key);
  if (value === undefined) return '';
  if (value === null) throw new GoError('runtime error: invalid memory address or nil pointer dereference');
  if (typeof value === 'string') return value;
  throw new GoError(`unable to parse ${key} key, must be of type string, but ${kindOf(value)} found`);
}
