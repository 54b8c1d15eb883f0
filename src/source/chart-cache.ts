import { sha256Of } from '../system/digest.ts';
import { readFileSync } from 'node:fs';
import { replaceFile } from './cache-file.ts';
import type { Upstream } from './fetch-context.ts';

/** An archive, and where it is from. */
export interface ChartArchive {
  readonly bytes: Uint8Array;
  readonly upstream: Upstream & { readonly digest: string };
}

/** Archives by their digest, and what each request for one came to. */
export interface ChartCache {
  /** What the request came to when it was last made, if its archive is still there. */
  readonly remembered: (request: string) => ChartArchive | undefined;
  /** The archive with this digest. */
  readonly archive: (digest: string) => Uint8Array | undefined;
  readonly keep: (request: string, found: ChartArchive) => void;
  /** Keeps an archive for whoever knows its digest, and for no request. */
  readonly keepArchive: (found: ChartArchive) => void;
  /** The commit that a ref of a Git repository was when it was last asked for. */
  readonly commitOf: (request: string) => string | undefined;
  readonly keepCommit: (request: string, commit: string) => void;
}

/** `sha256:` and the digest in hexadecimal. */
export function digestOf(bytes: Uint8Array): string {
  return `sha256:${sha256Of(bytes)}`;
}

const DIGEST = /^sha256:([0-9a-f]{64})$/;

/** Opens the cache in a directory. Nothing in it is believed unless its digest is right; one that cannot be written is none. */
export function openChartCache(directory: string): ChartCache {
  const blobPath = (digest: string): string =>
    `${directory}/sha256/${DIGEST.exec(digest)?.[1] ?? 'none'}.tgz`;
  const requestPath = (request: string): string => `${directory}/requests/${sha256Of(request)}.json`;

  function archive(digest: string): Uint8Array | undefined {
    if (!DIGEST.test(digest)) return undefined;
    const bytes = readIfThere(blobPath(digest));
    return bytes !== undefined && digestOf(bytes) === digest ? bytes : undefined;
  }

  function keepArchive({ bytes, upstream }: ChartArchive): void {
    replaceFile(blobPath(upstream.digest), bytes);
  }

  return {
    archive,
    keepArchive,
    remembered(request) {
      const upstream = readRecord(requestPath(request));
      const { digest } = upstream;
      if (digest === undefined) return undefined;
      const bytes = archive(digest);
      return bytes && { bytes, upstream: { ...upstream, digest } };
    },
    keep(request, found) {
      keepArchive(found);
      replaceFile(requestPath(request), JSON.stringify(found.upstream));
    },
    commitOf: (request) => readRecord(requestPath(request)).commit,
    keepCommit(request, commit) {
      replaceFile(requestPath(request), JSON.stringify({ commit }));
    },
  };
}

function readIfThere(path: string): Uint8Array | undefined {
  try {
    return readFileSync(path);
  } catch {
    return undefined;
  }
}

function readRecord(path: string): Upstream {
  try {
    const record = JSON.parse(readFileSync(path, 'utf8')) as unknown;
    if (typeof record === 'object' && record !== null) {
      return Object.fromEntries(Object.entries(record).filter(([, value]) => typeof value === 'string'));
    }
  } catch {
    // Not there, or torn.
  }
  return {};
}
