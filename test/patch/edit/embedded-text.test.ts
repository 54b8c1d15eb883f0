import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { stringify } from 'yaml';
import { fieldTypes } from '../../../src/k8s/field-types.ts';
import { nodeOf } from '../../../src/k8s/node-to-plain.ts';
import { fieldOf, textOf, withField, withoutField, type Mapping, type Node } from '../../../src/k8s/node.ts';
import { InfraError } from '../../../src/lib/error.ts';
import { editEmbedded } from '../../../src/patch/edit/embedded-text.ts';
import { parseAssignment, parseFieldPath } from '../../../src/patch/edit/parse-field-path.ts';
import { setField, unsetField } from '../../../src/patch/edit/set-field.ts';

const YAML = `# head
jenkins: # the controller
  numExecutors: 2 # two
  mode: "NORMAL"
  quote: 'it''s'
  list:
  - name: x
    text: |
      abc
      def

  # the second
  - {a: 1, b: [1,2]}
  - plain
  empty:
  none: {}
base: &base
  q: 1
derived:
  <<: *base
  z: 2
same: *base
tail: "q"
`;
const JSON_TEXT = `{
    "a": 1.50,
    "b": {
        "c": ["x", "y"],
        "d": "e"
    },
    "none": {}
}`;

function configMap(text: string): Mapping {
  return new Map<string, Node>([
    ['apiVersion', 'v1'],
    ['kind', 'ConfigMap'],
    ['data', new Map([['x.y', text]])],
  ]);
}

/** The text after `path=value`, or after `-path` is taken away. */
function edited(text: string, edit: string): string {
  const types = fieldTypes([]);
  const document = configMap(text);
  if (edit.startsWith('-'))
    return entry(unsetField(document, parseFieldPath(`data.[x.y]#${edit.slice(1)}`), types));
  const { path, value } = parseAssignment(`data[x.y]#${edit}`);
  return entry(setField(document, path, value, types));
}

function entry(document: Mapping): string {
  return textOf(fieldOf(document.get('data'), 'x.y')) ?? '';
}

/** The lines that went, and those that came in their place. */
function changedLines(before: string, after: string): [string[], string[]] {
  const [old, now] = [before.split('\n'), after.split('\n')];
  let start = 0;
  while (start < old.length && old[start] === now[start]) start++;
  let end = 0;
  const most = Math.min(old.length, now.length) - start;
  while (end < most && old.at(-1 - end) === now.at(-1 - end)) end++;
  return [old.slice(start, old.length - end), now.slice(start, now.length - end)];
}

describe('YAML', () => {
  test.each<[string, string[], string[]]>([
    ['jenkins.numExecutors=0', ['  numExecutors: 2 # two'], ['  numExecutors: 0 # two']],
    ['jenkins.mode=EXCLUSIVE', ['  mode: "NORMAL"'], ['  mode: "EXCLUSIVE"']],
    ['jenkins.mode=true', ['  mode: "NORMAL"'], ['  mode: "true"']],
    ["jenkins.quote=don't", ["  quote: 'it''s'"], ["  quote: 'don''t'"]],
    ['jenkins.list.0.text=one\ntwo\n', ['      abc', '      def'], ['      one', '      two']],
    ['jenkins.list.[name=x].text=short', ['    text: |', '      abc', '      def'], ['    text: short']],
    ['jenkins.list.0.new=1', [], ['    new: 1']],
    ['jenkins.list.1.a=7', ['  - {a: 1, b: [1,2]}'], ['  - {a: 7, b: [1,2]}']],
    ['jenkins.list.1.c=x, y', ['  - {a: 1, b: [1,2]}'], ['  - {a: 1, b: [1,2], c: "x, y"}']],
    ['jenkins.list.-={name: two, of: [z]}', [], ['  - name: two', '    of:', '    - z']],
    ['jenkins.empty=5', ['  empty:'], ['  empty: 5']],
    ['jenkins.empty.a.b=5', [], ['    a:', '      b: 5']],
    ['jenkins.none.a=1', ['  none: {}'], ['  none:', '    a: 1']],
    ['added.a=one\ntwo', [], ['added:', '  a: |-', '    one', '    two']],
    ['derived.q=2', [], ['  q: 2']],
    ['tail=null', ['tail: "q"'], ['tail: null']],
    ['-jenkins.numExecutors', ['  numExecutors: 2 # two'], []],
    ['-jenkins.list.0.name', ['  - name: x', '    text: |'], ['  - text: |']],
    ['-jenkins.list.1', ['  - {a: 1, b: [1,2]}'], []],
    ['-jenkins.list.1.b', ['  - {a: 1, b: [1,2]}'], ['  - {a: 1}']],
    ['-jenkins.list.1.b.0', ['  - {a: 1, b: [1,2]}'], ['  - {a: 1, b: [2]}']],
    ['-jenkins.empty', ['  empty:'], []],
  ])('%j', (edit, before, after) => {
    expect(changedLines(YAML, edited(YAML, edit))).toEqual([before, after]);
  });

  test.each([
    ['', 'a.b=2', 'a:\n  b: 2\n'],
    ['# only a comment\n', 'a=2', '# only a comment\na: 2\n'],
    ['a: 1', 'b=2', 'a: 1\nb: 2'],
    ['a:\r\n  b: 1\r\n', 'a.c=2', 'a:\r\n  b: 1\r\n  c: 2\r\n'],
    ['a:\n    - b\n', 'c=[{d: 1}]', 'a:\n    - b\nc:\n    - d: 1\n'],
    ['a: {b: "c"}\n', '-a.b', 'a: {}\n'],
    ["a:\n  - 'x'\n  - 'y'\n", '-a.0', "a:\n  - 'y'\n"],
    ['inner: |\n  x: 1 # one\n  y: 2\n', 'inner#x=3', 'inner: |\n  x: 3 # one\n  y: 2\n'],
  ])('%j with %j', (text, edit, expected) => {
    expect(edited(text, edit)).toBe(expected);
  });

  test.each([
    ['base.q=5', 'cannot be changed there without changing more'],
    ['same.q=5', 'cannot be changed there without changing more'],
    ['-jenkins.nope', 'data.[x.y]#jenkins.nope cannot be taken away: it is not there'],
    ['tail.x#y=1', 'data.[x.y]#tail is a text: it has no fields'],
    ['jenkins#y=1', 'data.[x.y]#jenkins is a mapping, not a text that holds data'],
  ])('refuses %j', (edit, problem) => {
    expect(() => edited(YAML, edit)).toThrow(problem);
    expect(() => edited(YAML, edit)).toThrow(InfraError);
  });

  test.each([
    ['a: [', 'the text in data.[x.y] is no YAML or JSON: '],
    ['a: 1\n---\nb: 1\n', 'the text in data.[x.y] holds several YAML documents'],
  ])('refuses a path into %j', (text, problem) => {
    expect(() => edited(text, 'a=2')).toThrow(problem);
  });
});

describe('JSON', () => {
  test.each<[string, string[], string[]]>([
    ['a=2', ['    "a": 1.50,'], ['    "a": 2,']],
    ['b.d=f', ['        "d": "e"'], ['        "d": "f"']],
    ['b.c.-=z', ['        "c": ["x", "y"],'], ['        "c": ["x", "y", "z"],']],
    [
      'b.f={g: [1]}',
      ['        "d": "e"'],
      [
        '        "d": "e",',
        '        "f": {',
        '            "g": [',
        '                1',
        '            ]',
        '        }',
      ],
    ],
    ['none.x=1', ['    "none": {}'], ['    "none": {', '        "x": 1', '    }']],
    ['-a', ['    "a": 1.50,'], []],
    ['-b.d', ['        "c": ["x", "y"],', '        "d": "e"'], ['        "c": ["x", "y"]']],
  ])('%j', (edit, before, after) => {
    expect(changedLines(JSON_TEXT, edited(JSON_TEXT, edit))).toEqual([before, after]);
  });

  test.each([
    ['{"a":1,"b":["x"]}', 'b.-=y', '{"a":1,"b":["x","y"]}'],
    ['{"a":1,"b":["x"]}', 'c={d: e}', '{"a":1,"b":["x"],"c":{"d":"e"}}'],
    ['{"a": 1, "b": 2}', 'c=3', '{"a": 1, "b": 2, "c": 3}'],
    ['{\n\t"a": 1\n}\n', 'b=2', '{\n\t"a": 1,\n\t"b": 2\n}\n'],
    ['{"a": "\\ud83d\\ude00", "b": 1}', 'b=2', '{"a": "\\ud83d\\ude00", "b": 2}'],
  ])('%j with %j', (text, edit, expected) => {
    expect(edited(text, edit)).toBe(expected);
  });
});

test('a text in a Secret is decoded and encoded', () => {
  const secret: Mapping = new Map<string, Node>([
    ['apiVersion', 'v1'],
    ['kind', 'Secret'],
    ['data', new Map([['x.y', btoa('a: 1 # one\n')]])],
  ]);
  const after = setField(secret, parseFieldPath('data.[x.y]#a'), '2', fieldTypes([]));
  expect(atob(entry(after))).toBe('a: 2 # one\n');
});

test('an edit of any data gives that data, whatever the text looks like', () => {
  const name = fc.stringMatching(/^[a-z][a-z0-9./-]{0,5}$/);
  const scalar = fc.oneof(
    fc.constantFrom(
      '',
      'true',
      'a: b',
      '- x',
      "it's",
      '#no',
      ' lead',
      'one\ntwo\n',
      'one\n  two',
      '{a',
      'é😀',
      '2020-01-01',
    ),
    fc.oneof(fc.integer(), fc.boolean(), fc.constant(null)),
    fc.string({ maxLength: 6 }),
  );
  const { data } = fc.letrec<{ data: unknown }>((tie) => ({
    data: fc.oneof(
      { depthSize: 'small' },
      scalar,
      fc.dictionary(name, tie('data'), { maxKeys: 4, noNullPrototype: true }),
      fc.array(tie('data'), { maxLength: 4 }),
    ),
  }));
  const looks: ((value: unknown) => string)[] = [
    (value) => stringify(value, { lineWidth: 0 }),
    (value) => stringify(value, { indent: 4, lineWidth: 20 }),
    (value) => stringify(value, { indentSeq: false }).replace(/^(\w)/gm, '# comment\n\n$1'),
    (value) => JSON.stringify(value),
    (value) => JSON.stringify(value, null, 2),
  ];
  const root = fc.dictionary(name, data, { minKeys: 1, maxKeys: 5, noNullPrototype: true });
  const runs = { numRuns: Number(process.env['EDIT_RUNS'] ?? 150) };
  fc.assert(
    fc.property(root, data, fc.nat(), fc.nat(4), (before, value, at, look) => {
      const keys = Object.keys(before);
      const key = keys[at % keys.length]!;
      const edit = (node: Node): Node => {
        if (at % 3 === 0) return withoutField(node as Mapping, key);
        return withField(node as Mapping, at % 3 === 1 ? key : 'added', nodeOf(toPlain(value)));
      };
      // editEmbedded reads what it wrote, and throws where that holds something else.
      editEmbedded(looks[look]!(before), 'x', false, edit);
    }),
    runs,
  );
});

function toPlain(value: unknown): Parameters<typeof nodeOf>[0] {
  if (Array.isArray(value)) return value.map(toPlain);
  if (typeof value !== 'object' || value === null) return value as string;
  return new Map(Object.entries(value).map(([key, child]) => [key, toPlain(child)]));
}
