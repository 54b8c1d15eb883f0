import { remoteQuery } from './remote-query.ts';

/** A directory in a Git repository. */
export interface GitRemote {
  readonly kind: 'git';
  /** What `git fetch` takes. */
  readonly clone: string;
  /** The directory of the kustomization in the repository; empty for its root. */
  readonly path: string;
  /** A branch, tag or commit; without one, the repository's HEAD. */
  readonly ref?: string;
  readonly submodules: boolean;
  /** How long each command of Git may take. */
  readonly timeoutSeconds: number;
  /** The whole, as it was written. */
  readonly text: string;
}

/** A file on a web server. */
export interface HttpRemote {
  readonly kind: 'http';
  readonly url: string;
}

/**
 * What a text that names a resource means beyond the disk: a directory in a Git repository, else a file on a web server;
 * undefined if neither. Many URLs can be both; then the file is tried first (see isHttpUrl), whatever this says.
 */
export function parseRemote(text: string): GitRemote | HttpRemote | undefined {
  return parseGitRemote(text) ?? (isHttpUrl(text) ? { kind: 'http', url: text } : undefined);
}

/** Whether Kustomize fetches a path by http: its scheme says so, and Go's net/url would take it for a URL. */
export function isHttpUrl(text: string): boolean {
  if (!/^https?:/i.test(text) || /[\x00-\x1f\x7f]/.test(text)) return false;
  const [beforeFragment, fragment] = cut(text, '#');
  const [beforeQuery] = cut(beforeFragment, '?');
  if (WRONG_ESCAPE.test(fragment)) return false;
  if (!/^https?:\//i.test(beforeQuery)) return true;
  const [, authority = '', path = ''] = /^https?:(?:\/\/([^/]*))?(.*)$/is.exec(beforeQuery)!;
  return !WRONG_ESCAPE.test(path) && isAuthority(authority);
}

const WRONG_ESCAPE = /%(?![0-9a-f]{2})/i;

function isAuthority(authority: string): boolean {
  const at = authority.lastIndexOf('@');
  const user = at === -1 ? '' : authority.slice(0, at);
  const host = authority.slice(at + 1);
  if (!/^[\w.:~!$&'()*+,;=%@-]*$/.test(user) || WRONG_ESCAPE.test(user)) return false;
  if (/[ \\^`{|}]|%(?![89a-f][0-9a-f])/i.test(host)) return false;
  if (host.startsWith('[')) return /^\[[^\]]*\](:\d*)?$/.test(host);
  const colon = host.lastIndexOf(':');
  return colon === -1 || /^\d*$/.test(host.slice(colon + 1));
}

/** Whether a URL begins with what Kustomize was told was once the way to force Git; it warns of it. */
export function forcesGit(text: string): boolean {
  return /^git::/i.test(text);
}

/**
 * Reads a text as Kustomize reads a Git URL: `https://host/org/repo/path?ref=v1`, `ssh://…`, `file:///…`, `user@host:org/repo`,
 * `github.com/org/repo`. The end of the repository is marked by `_git/` and a name, by `//`, or by `.git`; without a mark it
 * has two parts (with `file://`, all).
 */
function parseGitRemote(text: string): GitRemote | undefined {
  if (text.startsWith('/')) return undefined;
  const [location, query] = cut(text, '?');
  const host = splitHost(location.replace(/^git::/i, ''));
  if (host === undefined) return undefined;
  const parts = splitRepository(host.rest, host.isFile);
  if (parts === undefined || parts.repository === '' || leavesRepository(parts.path)) return undefined;
  return {
    kind: 'git',
    clone: host.prefix + parts.repository,
    path: parts.path.replace(/^\//, ''),
    ...remoteQuery(query),
    text,
  };
}

interface Host {
  /** Scheme, user and host, up to where the path of the repository begins. */
  readonly prefix: string;
  readonly rest: string;
  readonly isFile: boolean;
}

const SCHEME = /^(?:ssh|https?|file):\/\//i;
const USER = /^[a-z][a-z0-9-]*@/i;
const GITHUB = /^github\.com[/:]/i;

function splitHost(text: string): Host | undefined {
  const scheme = (SCHEME.exec(text)?.[0] ?? '').toLowerCase();
  const withUser = text.slice(scheme.length);
  if (scheme === 'file://') return { prefix: scheme, rest: withUser, isFile: true };
  const user = USER.exec(withUser)?.[0] ?? '';
  const rest = withUser.slice(user.length);
  const isGithub = GITHUB.test(rest);
  const mayBeScp = scheme === '' && (user !== '' || isGithub);
  if (scheme === '' && !mayBeScp) return undefined;
  const end = endOfHost(rest, mayBeScp);
  const host = rest.slice(0, end);
  if (host === '') return undefined;
  const prefix = isGithub ? githubPrefix(scheme, user) : scheme + user + host;
  return { prefix, rest: rest.slice(end), isFile: false };
}

/** Behind the slash that ends the host; in the form `user@host:path`, behind the colon if that comes first. */
function endOfHost(rest: string, mayBeScp: boolean): number {
  const slash = rest.indexOf('/');
  const colon = mayBeScp ? rest.indexOf(':') : -1;
  const isColon = slash === -1 ? mayBeScp : colon > 0 && colon < slash;
  const end = isColon ? colon : slash;
  return end === -1 ? rest.length : end + 1;
}

/** GitHub is asked by https, or by ssh where a user is named. */
function githubPrefix(scheme: string, user: string): string {
  return scheme === 'ssh://' || user !== '' ? `${user}github.com:` : 'https://github.com/';
}

interface Parts {
  readonly repository: string;
  readonly path: string;
}

function splitRepository(text: string, isFile: boolean): Parts | undefined {
  const azure = text.indexOf('_git/');
  if (azure !== -1) return splitAt(text, text.indexOf('/', azure + '_git/'.length), 1);
  const slashes = text.indexOf('//');
  if (slashes !== -1) return splitAt(text, slashes, 2);
  const suffix = text.indexOf('.git');
  if (suffix !== -1) return splitAt(text, suffix + '.git'.length, 0);
  if (isFile) return splitAt(text, -1, 0);
  const first = text.indexOf('/');
  return first === -1 ? undefined : splitAt(text, text.indexOf('/', first + 1), 1);
}

function splitAt(text: string, at: number, gap: number): Parts {
  return at === -1
    ? { repository: text, path: '' }
    : { repository: text.slice(0, at), path: text.slice(at + gap) };
}

/** Whether a path, cleaned, begins with `..`. */
function leavesRepository(path: string): boolean {
  let depth = 0;
  for (const part of path.split('/')) {
    if (part === '..') depth--;
    else if (part !== '' && part !== '.') depth++;
    if (depth < 0) return !/^\/\//.test(path);
  }
  return false;
}

function cut(text: string, separator: string): [string, string] {
  const at = text.indexOf(separator);
  return at === -1 ? [text, ''] : [text.slice(0, at), text.slice(at + separator.length)];
}
