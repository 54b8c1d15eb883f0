import { describe, expect, test } from 'vitest';
import { importsOf, roomOf, sourceFiles, type Import } from './imports.ts';

/** Which rooms a room may import, besides itself and lib. */
const ROOMS: Readonly<Record<string, readonly string[]>> = {
  main: ['cli'],
  cli: ['commands', 'ui', 'system'],
  ui: ['commands', 'system'],
  commands: [
    ...['catalog', 'project', 'source', 'unpack', 'overlay', 'install', 'diff', 'check'],
    ...['helm', 'kustomize', 'patch', 'gotemplate', 'k8s'],
  ],
  catalog: [],
  source: ['system'],
  // It reads YAML.
  project: ['k8s', 'system'],
  install: ['diff', 'k8s', 'project', 'system'],
  unpack: ['helm', 'k8s'],
  overlay: ['kustomize', 'patch', 'k8s', 'project'],
  diff: ['k8s'],
  check: ['k8s'],
  kustomize: ['patch', 'k8s'],
  helm: ['gotemplate', 'k8s'],
  patch: ['k8s'],
  gotemplate: [],
  k8s: [],
  // It implements what the engines ask from outside.
  system: ['helm'],
  lib: [],
};

/** Rooms that map data to data: neither disk, process, network nor clock, not even through what they import. */
const PURE = ['gotemplate', 'helm', 'kustomize', 'patch', 'k8s', 'lib', 'unpack', 'diff', 'check'];

/** Rooms that may use modules of Node. */
const NODE = ['system', 'source', 'project', 'install', 'cli', 'ui', 'main'];

const files = sourceFiles();
const imports = new Map(files.map((file) => [file, importsOf(file)]));
const all = [...imports.values()].flat();

function describeImport({ from, to }: Import): string {
  return `${from} imports ${to}`;
}

describe('rooms', () => {
  test('are all in the table', () => {
    expect([...new Set(files.map(roomOf))].filter((room) => !(room in ROOMS))).toEqual([]);
  });

  test('import only what the table allows', () => {
    const forbidden = all.filter(({ from, to, isLocal }) => {
      if (!isLocal) return false;
      const [room, target] = [roomOf(from), roomOf(to)];
      return room !== target && target !== 'lib' && !ROOMS[room]?.includes(target);
    });
    expect(forbidden.map(describeImport)).toEqual([]);
  });

  test('use modules of Node only where they may', () => {
    const forbidden = all.filter(
      ({ from, to, isType }) => to.startsWith('node:') && !isType && !NODE.includes(roomOf(from)),
    );
    expect(forbidden.map(describeImport)).toEqual([]);
  });

  test.each(PURE.filter((room) => files.some((file) => roomOf(file) === room)))(
    '%s is pure, all the way down',
    (room) => {
      const reached = files.filter((file) => roomOf(file) === room).flatMap((file) => [...reachedFrom(file)]);
      const impure = new Set(reached.filter((to) => to.startsWith('node:') || roomOf(to) === 'system'));
      expect([...impure]).toEqual([]);
    },
  );
});

describe('files', () => {
  test('are all there', () => {
    expect(all.filter(({ to, isLocal }) => isLocal && !imports.has(to)).map(describeImport)).toEqual([]);
  });

  test('do not import each other in a circle', () => {
    const circles = files.filter((file) => valueImports(file).some((to) => reachedFrom(to).has(file)));
    expect(circles).toEqual([]);
  });

  test('have names of small letters', () => {
    expect(files.filter((file) => !/^[a-z0-9/-]+(?:\.d)?\.ts$/.test(file))).toEqual([]);
  });

  test('are not drawers', () => {
    expect(files.filter((file) => /\b(?:utils?|helpers?|misc|common)\b/.test(file))).toEqual([]);
  });
});

const reached = new Map<string, Set<string>>();

/** Everything a file loads, directly or through others; itself only when it is in a circle. */
function reachedFrom(file: string): Set<string> {
  const known = reached.get(file);
  if (known !== undefined) return known;
  const found = new Set<string>();
  const queue = [...valueImports(file)];
  for (let next = queue.pop(); next !== undefined; next = queue.pop()) {
    if (found.has(next)) continue;
    found.add(next);
    queue.push(...valueImports(next));
  }
  reached.set(file, found);
  return found;
}

function valueImports(file: string): string[] {
  return (imports.get(file) ?? []).filter(({ isType }) => !isType).map(({ to }) => to);
}
