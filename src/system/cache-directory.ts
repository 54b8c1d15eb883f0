import { tmpdir } from 'node:os';

/** Where the program keeps what it can make again: the user's cache, or a temporary place where there is no home. */
export function cacheDirectory(): string {
  const { XDG_CACHE_HOME, HOME } = process.env;
  const home = XDG_CACHE_HOME || (HOME && `${HOME}/.cache`);
  return home ? `${home}/infra` : `${tmpdir()}/infra-cache-${process.getuid?.() ?? 0}`;
}
