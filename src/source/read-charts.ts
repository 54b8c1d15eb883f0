import { readFileSync, readdirSync, rmSync, statSync } from 'node:fs';
import { deserialize, serialize } from 'node:v8';
import { programBuild } from '../system/program-identity.ts';
import { replaceFile } from './cache-file.ts';

/** Charts as they were read from their archives, which takes a tenth of the time of reading them again. */
export interface ReadCharts<Chart> {
  /** The chart that was read from the archive with this digest, new at each call. */
  readonly find: (digest: string) => Chart | undefined;
  /** Keeps a chart that was just read: nothing may have changed it. */
  readonly keep: (digest: string, chart: Chart) => void;
}

const DIGEST = 'sha256:';
/** So many are kept, those that were read last. */
const MOST = 40;

/**
 * Opens those of a directory that this very program wrote, by the rules of a release of Helm (`variant`). Charts are data as
 * structured cloning knows it. What cannot be read is not there; what cannot be written costs time, never an answer.
 */
export function openReadCharts<Chart>(
  directory: string,
  variant: string,
  build = programBuild(),
): ReadCharts<Chart> {
  const pathOf = (digest: string): string | undefined => {
    const hash = digest.slice(DIGEST.length);
    const isDigest = digest.startsWith(DIGEST) && hash.length === 64 && !hash.includes('/');
    return build === undefined || !isDigest ? undefined : `${directory}/${hash}-${variant}-${build}`;
  };
  return {
    find(digest) {
      const path = pathOf(digest);
      try {
        return path === undefined ? undefined : (deserialize(readFileSync(path)) as Chart);
      } catch {
        return undefined;
      }
    },
    keep(digest, chart) {
      const path = pathOf(digest);
      if (path === undefined) return;
      replaceFile(path, serialize(chart));
      removeOldest(directory);
    },
  };
}

function removeOldest(directory: string): void {
  try {
    const names = readdirSync(directory);
    if (names.length <= MOST) return;
    const ages = names.map((name) => ({ name, time: statSync(`${directory}/${name}`).mtimeMs }));
    for (const { name } of ages.sort((a, b) => b.time - a.time).slice(MOST)) rmSync(`${directory}/${name}`);
  } catch {
    // Somebody else does it, or there is no directory.
  }
}
