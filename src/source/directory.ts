import { InfraError } from '../lib/error.ts';
import { compareBytes } from '../lib/utf8.ts';
import { directoryNames, fileStatus, readFile, realPath, type FileStatus } from '../system/files.ts';
import { MAX_ENTRIES, MAX_FILE, withoutByteOrderMark } from './archive.ts';

/** Says whether a path inside the chart is left out; a directory that is left out is not entered. */
export type IgnoreRule = (path: string, isDirectory: boolean) => boolean;

/** Directories inside each other. */
const MAX_DEPTH = 100;

/**
 * The files below a chart directory by their path inside it, walked in lexical order as Helm does. Links are followed, but
 * not out of the chart. `ignore` is asked before anything is read. Throws InfraError.
 */
export function readDirectory(root: string, ignore: IgnoreRule = () => false): Map<string, Uint8Array> {
  const walk: Walk = { root, realRoot: realPath(root), ignore, files: new Map(), entries: 0 };
  walkDirectory(walk, '', 0);
  return walk.files;
}

interface Walk {
  readonly root: string;
  readonly realRoot: string;
  readonly ignore: IgnoreRule;
  readonly files: Map<string, Uint8Array>;
  entries: number;
}

function walkDirectory(walk: Walk, directory: string, depth: number): void {
  const location = { file: `${walk.root}/${directory}` };
  if (depth > MAX_DEPTH)
    throw new InfraError('CHART', `chart directories are nested deeper than ${MAX_DEPTH}`, { location });
  for (const name of directoryNames(`${walk.root}/${directory}`).sort(compareBytes)) {
    const path = directory === '' ? name : `${directory}/${name}`;
    if (++walk.entries > MAX_ENTRIES) {
      throw new InfraError('CHART', `the chart has more than ${MAX_ENTRIES} files`, {
        location: { file: walk.root },
      });
    }
    visit(walk, path, depth);
  }
}

function visit(walk: Walk, path: string, depth: number): void {
  const full = `${walk.root}/${path}`;
  const status = fileStatus(full, false);
  if (status === undefined) return;
  const resolved = status.kind === 'symlink' ? followLink(full, status) : status;
  if (walk.ignore(path, resolved.kind === 'directory')) return;
  if (status.kind === 'symlink') checkLink(walk, path);
  if (resolved.kind === 'directory') walkDirectory(walk, path, depth + 1);
  else walk.files.set(path, readRegular(full, resolved));
}

/** A link to nothing stays what it is, so that an ignored one does no harm. */
function followLink(full: string, link: FileStatus): FileStatus {
  try {
    return fileStatus(full) ?? link;
  } catch {
    return link;
  }
}

/** Neither out of the chart nor to a directory that the link itself is in. */
function checkLink(walk: Walk, path: string): void {
  const full = `${walk.root}/${path}`;
  const target = `${realPath(full)}/`;
  const fail = (problem: string, hint: string): never => {
    throw new InfraError('CHART', `the symbolic link ${path} ${problem}`, { location: { file: full }, hint });
  };
  if (!target.startsWith(`${walk.realRoot}/`)) {
    const hint = 'copy what it points to into the chart, or leave it out with a line in .helmignore';
    fail(`leads out of the chart, to ${target.slice(0, -1)}`, hint);
  }
  const parent = realPath(full.slice(0, full.lastIndexOf('/')));
  if (`${parent}/`.startsWith(target)) fail('leads in a circle', 'remove it, or name it in .helmignore');
}

function readRegular(full: string, status: FileStatus): Uint8Array {
  const location = { file: full };
  if (status.kind !== 'file') {
    const message = `cannot load irregular file ${full} as it has file mode type bits set`;
    throw new InfraError('CHART', message, { location });
  }
  if (status.size > MAX_FILE) {
    const name = full.slice(full.lastIndexOf('/') + 1);
    const message = `chart file "${name}" is larger than the maximum file size ${MAX_FILE}`;
    const hint = 'leave it out with a line in .helmignore';
    throw new InfraError('CHART', message, { location, hint });
  }
  return withoutByteOrderMark(readFile(full));
}
