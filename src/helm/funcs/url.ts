import { GoError } from '../../gotemplate/function.ts';
import { quote } from '../../gotemplate/quote.ts';
import { escapeUrl, unescapeUrl } from './url-escape.ts';

/** A URL in parts: `path` and `fragment` are decoded, `query` and `opaque` are as written. */
export interface Url {
  readonly scheme: string;
  readonly opaque: string;
  /** user name and password, escaped; undefined when there is no `@` */
  readonly userinfo: string | undefined;
  readonly host: string;
  readonly path: string;
  readonly query: string;
  readonly fragment: string;
}

const CONTROL = /[\x00-\x1f\x7f]/;
const SCHEME = /^[A-Za-z][A-Za-z0-9+.-]*:/;
const USERINFO = /^[A-Za-z0-9\-._:~!$&'()*+,;=%@]*$/;
const OPTIONAL_PORT = /^(:[0-9]*)?$/;
const IPV4 = /^(?:(?:25[0-5]|2[0-4][0-9]|1[0-9][0-9]|[1-9]?[0-9])(?:\.(?!$)|$)){4}$/;
const IPV6_GROUP = /^[0-9A-Fa-f]{1,4}$/;

/** Reads a URL as Go's net/url does; nothing is normalised but the scheme's case. Throws GoError. */
export function parseUrl(text: string): Url {
  const hash = text.indexOf('#');
  const main = hash < 0 ? text : text.slice(0, hash);
  const url = naming(main, () => parseWithoutFragment(main));
  if (hash < 0 || hash === text.length - 1) return url;
  return naming(text, () => ({ ...url, fragment: unescapeUrl(text.slice(hash + 1), 'fragment') }));
}

function naming(text: string, parse: () => Url): Url {
  try {
    return parse();
  } catch (error) {
    throw error instanceof GoError ? new GoError(`parse ${quote(text)}: ${error.message}`) : error;
  }
}

function parseWithoutFragment(text: string): Url {
  if (CONTROL.test(text)) throw new GoError('net/url: invalid control character in URL');
  if (text.startsWith(':')) throw new GoError('missing protocol scheme');
  const prefix = SCHEME.exec(text)?.[0] ?? '';
  const scheme = prefix.slice(0, -1).toLowerCase();
  const mark = text.indexOf('?', prefix.length);
  const query = mark < 0 ? '' : text.slice(mark + 1);
  const rest = text.slice(prefix.length, mark < 0 ? undefined : mark);
  const empty: Url = { scheme, opaque: '', userinfo: undefined, host: '', path: '', query, fragment: '' };
  if (!rest.startsWith('/')) {
    if (scheme !== '') return { ...empty, opaque: rest };
    if (rest.split('/', 1)[0]!.includes(':'))
      throw new GoError('first path segment in URL cannot contain colon');
  }
  const hasAuthority = rest.startsWith('//') && (scheme !== '' || !rest.startsWith('///'));
  if (!hasAuthority) return { ...empty, path: unescapeUrl(rest, 'path') };
  const slash = rest.indexOf('/', 2);
  const end = slash < 0 ? rest.length : slash;
  return {
    ...empty,
    ...parseAuthority(scheme, rest.slice(2, end)),
    path: unescapeUrl(rest.slice(end), 'path'),
  };
}

function parseAuthority(scheme: string, authority: string): { userinfo: string | undefined; host: string } {
  const at = authority.lastIndexOf('@');
  const host = parseHost(scheme, authority.slice(at + 1));
  if (at < 0) return { userinfo: undefined, host };
  const userinfo = authority.slice(0, at);
  if (!USERINFO.test(userinfo)) throw new GoError('net/url: invalid userinfo');
  const colon = userinfo.indexOf(':');
  const parts = colon < 0 ? [userinfo] : [userinfo.slice(0, colon), userinfo.slice(colon + 1)];
  return {
    userinfo: parts.map((part) => escapeUrl(unescapeUrl(part, 'userinfo'), 'userinfo')).join(':'),
    host,
  };
}

function parseHost(scheme: string, host: string): string {
  const bracket = host.lastIndexOf('[');
  if (bracket > 0) throw new GoError('invalid IP-literal');
  if (bracket === 0) return parseIpLiteral(host);
  const colon = host.indexOf(':');
  if (colon < 0) return unescapeUrl(host, 'host');
  // Lists of hosts with ports are usual in database URLs.
  const isStrict = scheme === 'http' || scheme === 'https';
  checkPort(host.slice(isStrict ? colon : host.lastIndexOf(':')));
  return unescapeUrl(host, 'host');
}

function checkPort(port: string): void {
  if (!OPTIONAL_PORT.test(port)) throw new GoError(`invalid port ${quote(port)} after host`);
}

/** `[fe80::1%25en0]:80` */
function parseIpLiteral(host: string): string {
  const close = host.lastIndexOf(']');
  if (close < 0) throw new GoError("missing ']' in host");
  const port = host.slice(close + 1);
  checkPort(port);
  const inner = host.slice(1, close);
  const zone = inner.indexOf('%25');
  const address =
    zone < 0
      ? unescapeUrl(inner, 'host')
      : unescapeUrl(inner.slice(0, zone), 'host') + unescapeUrl(inner.slice(zone), 'zone');
  if (IPV4.test(address)) throw new GoError('invalid IP-literal');
  if (!isIpv6(address)) throw new GoError(`invalid host: ParseAddr(${quote(address)}): unable to parse IP`);
  return `[${address}]${port}`;
}

function isIpv6(text: string): boolean {
  const percent = text.indexOf('%');
  if (percent === text.length - 1) return false;
  const halves = (percent < 0 ? text : text.slice(0, percent)).split('::');
  if (halves.length > 2) return false;
  const groups = halves.flatMap((half) => (half === '' && halves.length === 2 ? [] : half.split(':')));
  const last = groups.at(-1) ?? '';
  const hasIpv4 = IPV4.test(last) && (percent < 0 ? text : text.slice(0, percent)).endsWith(last);
  const count = groups.length + (hasIpv4 ? 1 : 0);
  if (hasIpv4) groups.pop();
  return groups.every((group) => IPV6_GROUP.test(group)) && (halves.length === 2 ? count <= 7 : count === 8);
}

/** The host without brackets and port. */
export function hostnameOf({ host }: Url): string {
  const colon = host.lastIndexOf(':');
  const name = colon >= 0 && OPTIONAL_PORT.test(host.slice(colon)) ? host.slice(0, colon) : host;
  return name.startsWith('[') && name.endsWith(']') ? name.slice(1, -1) : name;
}

/** Writes a URL, escaping host, path and fragment where needed. */
export function formatUrl(url: Url): string {
  const query = url.query === '' ? '' : `?${url.query}`;
  const fragment = url.fragment === '' ? '' : `#${escapeUrl(url.fragment, 'fragment')}`;
  const scheme = url.scheme === '' ? '' : `${url.scheme}:`;
  if (url.opaque !== '') return scheme + url.opaque + query + fragment;
  const path = url.path === '*' ? '*' : escapeUrl(url.path, 'path');
  return scheme + formatAuthority(url) + pathPrefix(url, path) + path + query + fragment;
}

function formatAuthority({ scheme, host, path, userinfo }: Url): string {
  const isNeeded = host !== '' || userinfo !== undefined || (scheme !== '' && path !== '');
  if (!isNeeded) return '';
  return `//${userinfo === undefined ? '' : `${userinfo}@`}${escapeUrl(host, 'host')}`;
}

/** Keeps a path from running into the host, and its first element from being taken for a scheme. */
function pathPrefix({ scheme, host, userinfo }: Url, path: string): string {
  if (host !== '') return path === '' || path.startsWith('/') ? '' : '/';
  const isFirst = scheme === '' && userinfo === undefined;
  return isFirst && path.split('/', 1)[0]!.includes(':') ? './' : '';
}
