import { quote } from '../../gotemplate/quote.ts';
import { splitOnce } from './draft.ts';

/** Where a reference leads: an address, and what in the schema there (decoded): a JSON pointer or an anchor. */
export interface Target {
  readonly url: string;
  readonly fragment: string;
}

const PARTS = /^(?:([A-Za-z][A-Za-z0-9+.-]*):)?(?:\/\/([^/?]*))?([^?]*)(\?.*)?$/s;

/** Resolves a reference against an address as RFC 3986 says. Throws an Error for a bad escape in the fragment. */
export function resolveReference(base: string, reference: string): Target {
  const [address, rawFragment] = splitOnce(reference, '#');
  const fragment = decodeFragment(rawFragment, reference);
  return { url: address === '' ? base : joinUrls(base, address), fragment };
}

function decodeFragment(fragment: string, reference: string): string {
  if (!fragment.includes('%')) return fragment;
  const bad = /%(?![0-9a-fA-F]{2}).{0,2}/s.exec(fragment)?.[0];
  if (bad !== undefined)
    throw new Error(`error in parsing ${quote(reference)}: invalid URL escape ${quote(bad)}`);
  try {
    return decodeURIComponent(fragment);
  } catch {
    return fragment;
  }
}

function joinUrls(base: string, reference: string): string {
  const [, scheme, authority, path = '', query = ''] = PARTS.exec(reference) ?? [];
  if (scheme !== undefined) return reference;
  const [, baseScheme = '', baseAuthority, basePath = '', baseQuery = ''] = PARTS.exec(base) ?? [];
  if (authority !== undefined) return `${baseScheme}:${reference}`;
  const start = baseAuthority === undefined ? `${baseScheme}:` : `${baseScheme}://${baseAuthority}`;
  if (path === '') return start + basePath + (query === '' ? baseQuery : query);
  const joined = path.startsWith('/') ? path : basePath.slice(0, basePath.lastIndexOf('/') + 1) + path;
  return start + withoutDots(joined) + query;
}

function withoutDots(path: string): string {
  const result: string[] = [];
  const parts = path.split('/').slice(1);
  for (const [index, part] of parts.entries()) {
    const last = index === parts.length - 1;
    if (part === '..') result.pop();
    if (part !== '.' && part !== '..') result.push(part);
    else if (last) result.push('');
  }
  return `/${result.join('/')}`;
}

/** The tokens of a JSON pointer; undefined if it is none. */
export function pointerTokens(pointer: string): string[] | undefined {
  if (/~(?![01])/.test(pointer)) return undefined;
  const tokens = pointer.split('/').slice(1);
  return pointer.includes('~')
    ? tokens.map((token) => token.replaceAll('~1', '/').replaceAll('~0', '~'))
    : tokens;
}

/** A JSON pointer of tokens. */
export function pointerOf(tokens: readonly string[]): string {
  return tokens.map((token) => `/${token.replaceAll('~', '~0').replaceAll('/', '~1')}`).join('');
}

/** An address with a fragment, escaped as Go does. */
export function formatTarget({ url, fragment }: Target): string {
  return `${url}#${fragment.split('/').map(escapeSegment).join('/')}`;
}

function escapeSegment(segment: string): string {
  return encodeURIComponent(segment.toWellFormed())
    .replace(/[!'()*]/g, escapeByte)
    .replace(/%(?:24|26|2B|3A|3D|40)/g, decodeURIComponent);
}

function escapeByte(character: string): string {
  return `%${character.charCodeAt(0).toString(16).toUpperCase()}`;
}
