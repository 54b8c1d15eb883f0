import { hostnameOf, parseUrl } from '../funcs/url.ts';
import type { Url } from '../funcs/url.ts';
import { ipv6Problem } from './format-hosts.ts';

/** What is wrong with an absolute URI. */
export function uriProblem(text: string): string | undefined {
  const url = read(text);
  if (typeof url === 'string') return url;
  return url.scheme === '' ? 'relative url' : undefined;
}

/** What is wrong with a URI that may be relative. */
export function referenceProblem(text: string): string | undefined {
  if (text.includes('\\')) return 'contains \\';
  const url = read(text);
  return typeof url === 'string' ? url : undefined;
}

/** What is wrong with a URI template: braces in its path must close. */
export function templateProblem(text: string): string | undefined {
  const url = read(text);
  if (typeof url === 'string') return url;
  for (const part of url.path.split('/')) {
    let isOpen = false;
    for (const brace of part.match(/[{}]/g) ?? []) {
      if ((brace === '{') === isOpen) return 'nested curly braces';
      isOpen = !isOpen;
    }
    if (isOpen) return 'no matching closing brace';
  }
  return undefined;
}

/** The URL, or what is wrong with it. */
function read(text: string): Url | string {
  try {
    const url = parseUrl(text);
    const host = hostnameOf(url);
    if (!host.includes(':')) return url;
    if (!url.host.includes('[') || !url.host.includes(']')) return 'ipv6 address not enclosed in brackets';
    const problem = ipv6Problem(host);
    return problem === undefined ? url : `invalid ipv6 address: ${problem}`;
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}
