import { parseIgnoreRules } from '../helm/ignore.ts';
import type { FileTree } from '../kustomize/file-tree.ts';
import { InfraError } from '../lib/error.ts';
import { compareBytes } from '../lib/utf8.ts';
import { MAX_ENTRIES, MAX_FILE, withoutByteOrderMark } from '../source/archive.ts';

/** Directories inside each other. */
const MAX_DEPTH = 100;

/**
 * The files below a chart directory by their path inside it, but what its .helmignore leaves out, walked in the order of names
 * as Helm does. Links are followed. Throws InfraError for a chart that is too large.
 */
export function readChartTree(tree: FileTree, root: string): Map<string, Uint8Array> {
  const helmignore = `${root}/.helmignore`;
  const hasRules = tree.find(helmignore)?.kind === 'file';
  const walk: Walk = {
    tree,
    root,
    ignore: parseIgnoreRules(hasRules ? tree.read(helmignore) : undefined),
    files: new Map(),
    entries: 0,
  };
  walkDirectory(walk, '', 0);
  return walk.files;
}

interface Walk {
  readonly tree: FileTree;
  readonly root: string;
  readonly ignore: ReturnType<typeof parseIgnoreRules>;
  readonly files: Map<string, Uint8Array>;
  entries: number;
}

function walkDirectory(walk: Walk, directory: string, depth: number): void {
  if (depth > MAX_DEPTH) throw tooLarge(walk, `has directories nested deeper than ${MAX_DEPTH}`);
  const names = [...walk.tree.list(directory === '' ? walk.root : `${walk.root}/${directory}`)];
  for (const name of names.sort(compareBytes)) {
    if (++walk.entries > MAX_ENTRIES) throw tooLarge(walk, `has more than ${MAX_ENTRIES} files`);
    visit(walk, directory === '' ? name : `${directory}/${name}`, depth);
  }
}

function visit(walk: Walk, path: string, depth: number): void {
  const full = `${walk.root}/${path}`;
  const found = walk.tree.find(full);
  if (found === undefined || walk.ignore(path, found.kind === 'directory')) return;
  if (found.kind === 'directory') walkDirectory(walk, path, depth + 1);
  else {
    const content = walk.tree.read(full);
    if (content.length > MAX_FILE)
      throw tooLarge(walk, `has a file, ${path}, of more than ${MAX_FILE} bytes`);
    walk.files.set(path, withoutByteOrderMark(content));
  }
}

function tooLarge({ root }: Walk, problem: string): InfraError {
  return new InfraError('CHART', `the chart ${problem}`, {
    location: { file: root },
    hint: 'leave files out with lines in .helmignore',
  });
}
