import { describe, expect, test } from 'vitest';
import { integerNode, NULL, Scalar, type Mapping, type Node } from '../../src/k8s/node.ts';
import { readPair, writePair } from '../../src/overlay/patch-files.ts';
import { parseJson6902 } from '../../src/patch/json6902.ts';

const HEADER = 'apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: settings\n';

function patchOf(...data: readonly (readonly [string, Node])[]): Mapping {
  const [header] = [readPair(HEADER, undefined).strategic!];
  return new Map([...header, ['data', new Map(data)]]);
}

describe('writePair', () => {
  test.each<[string, Node]>([
    ['0644', new Scalar('!!int', '0644')],
    ['1e3', new Scalar('!!float', '1e3')],
    ['null', NULL],
    ['"true"', 'true'],
    ['"0644"', '0644'],
    ['"1e3"', '1e3'],
    ['"yes"', 'yes'],
    ['""', ''],
    ["'- a'", '- a'],
    ['"2020-01-01"', '2020-01-01'],
    ['[]', []],
    ['{}', new Map()],
  ])('writes what is read again as the same: %s', (written, value) => {
    const { strategic } = writePair({ strategic: patchOf(['key', value]), operations: [] }, {});
    expect(strategic).toBe(`${HEADER}data:\n  key: ${written}\n`);
    expect(readPair(strategic, undefined).strategic).toEqual(patchOf(['key', value]));
    const edited = writePair(
      { strategic: patchOf(['key', value]), operations: [] },
      { strategic: `${HEADER}data:\n  other: x # gone\n` },
    );
    expect(edited.strategic).toBe(strategic);
  });

  test('keeps comments, order and looks of what stays', () => {
    const present = `# Production needs more.
kind: ConfigMap
apiVersion: v1
metadata:
  name: settings # the one
data:
    # four spaces
    first: 'one' # in quotes
    mode: 0644

    # goes
    second: two
    list: [a, b] # short
`;
    const pair = {
      strategic: patchOf(
        ['first', 'one'],
        ['mode', new Scalar('!!int', '0644')],
        ['list', ['a', 'c']],
        ['text', 'a\nb\n'],
      ),
      operations: [],
    };
    expect(writePair(pair, { strategic: present }).strategic).toBe(`# Production needs more.
kind: ConfigMap
apiVersion: v1
metadata:
  name: settings # the one
data:
  # four spaces
  first: 'one' # in quotes
  mode: 0644
  list: [a, c] # short
  text: |
    a
    b
`);
  });

  test('gives the very text where nothing changes, and nothing where nothing is left', () => {
    const strategic = `${HEADER}data:   {a:  b}\n`;
    expect(writePair(readPair(strategic, undefined), { strategic }).strategic).toBe(strategic);
    expect(writePair({ strategic: undefined, operations: [] }, { strategic, operations: '[]' })).toEqual({
      strategic: undefined,
      operations: undefined,
    });
  });

  test('keeps the comments of operations that stay, wherever they come to stand', () => {
    const operations = `# why
- op: test
  path: /spec/a/0
  value: x # guard
# the first
- op: replace
  path: /spec/a/0
  value: y
# goes
- op: remove
  path: /spec/c
`;
    const { operations: present } = readPair(undefined, operations);
    const added = { op: 'add', path: '/spec/b', value: integerNode(5) } as const;
    const pair = { strategic: undefined, operations: [added, present[0]!, { ...present[1]!, value: 'z' }] };
    const written = writePair(pair, { operations }).operations!;
    expect(readPair(undefined, written)).toEqual(pair);
    expect(written).toContain('value: x # guard');
    expect(written).toContain('# the first\n- op: replace\n  path: /spec/a/0\n  value: z\n');
    expect(written).not.toContain('goes');
  });

  test('writes anew what has aliases', () => {
    const strategic = `${HEADER}data:\n  a: &x one\n  b: *x\n`;
    const pair = { strategic: patchOf(['a', 'one'], ['b', 'two']), operations: [] };
    expect(writePair(pair, { strategic }).strategic).toBe(`${HEADER}data:\n  a: one\n  b: two\n`);
  });

  test('writes numbers of operations so that JSON patches read the same', () => {
    const value = new Map<string, Node>([
      ['mode', new Scalar('!!int', '0644')],
      ['odd', new Scalar('!!int', '0o17')],
      ['text', '0644'],
    ]);
    const pair = { strategic: undefined, operations: [{ op: 'add', path: '/a', value }] as const };
    const [operation] = parseJson6902(writePair(pair, {}).operations!);
    expect(operation!.fields.get('value')).toEqual(
      new Map<string, unknown>([
        ['mode', 420],
        ['odd', 15],
        ['text', '0644'],
      ]),
    );
  });
});

describe('readPair', () => {
  test.each([
    ['two documents', `${HEADER}---\n${HEADER}`, undefined, 'the patch is 2 documents'],
    ['a list', '- a\n', undefined, 'the patch is no mapping'],
    ['a mapping of operations', undefined, 'a: b\n', 'a JSON patch is a list'],
    ['an operation without path', undefined, '- op: add\n', 'has no op or no path'],
    ['a move', undefined, '- op: move\n  path: /a\n  from: /b\n', 'is move, which cannot be edited'],
    ['no YAML', 'a: b: c\n', undefined, 'the patch is no YAML'],
  ])('refuses %s', (_, strategic, operations, message) => {
    const files = { strategic: 'a.yaml', operations: 'b.yaml' };
    expect(() => readPair(strategic, operations, files)).toThrow(message);
  });
});
