/** Where the program keeps what it can make again: the user's cache, or a temporary place where there is no home. */
export function cacheDirectory(): string {
  const { XDG_CACHE_HOME, HOME, TMPDIR } = process.env;
  const home = XDG_CACHE_HOME || (HOME && `${HOME}/.cache`);
  return home ? `${home}/infra` : `${TMPDIR || '/tmp'}/infra-cache-${process.getuid?.() ?? 0}`;
}
