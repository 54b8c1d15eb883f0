import { expect, test } from 'vitest';
import { diffAsJson } from '../../src/diff/diff-as-json.ts';
import { printPath } from '../../src/diff/field-path.ts';
import { diffOf } from './manifests.ts';

const DEPLOYMENT = (spec: string): string =>
  `{apiVersion: apps/v1, kind: Deployment, metadata: {name: web}, spec: {template: {spec: ${spec}}}}`;
const CUSTOM = (spec: string): string =>
  `{apiVersion: example.com/v1, kind: Web, metadata: {name: web}, spec: ${spec}}`;
const CONFIG = (data: string): string =>
  `{apiVersion: v1, kind: ConfigMap, metadata: {name: web}, data: ${data}}`;

const TEMPLATE = 'spec.template.spec.';

/** Each case: what it shows, both sides, and each change as its first letter and its path. */
test.each<[string, string, string, string[]]>([
  ['nothing', CONFIG('{a: b}'), CONFIG('{a: b}'), []],
  ['another order of keys is no change', CONFIG('{a: b, c: d}'), CONFIG('{c: d, a: b}'), []],
  [
    'keys with dots',
    CONFIG('{a.yaml: x, b: x}'),
    CONFIG('{a.yaml: y, c: x}'),
    ['c data.[a.yaml]', 'r data.b', 'a data.c'],
  ],
  ['a type', CONFIG('{a: "1"}'), CONFIG('{a: 1}'), ['c data.a']],
  ['odd keys', CONFIG('{"a=b": x, "a,b]": x}'), CONFIG('{}'), ['r data.[a\\=b]', 'r data.[a\\,b\\]]']],
  [
    'containers by name',
    DEPLOYMENT('{containers: [{name: a, image: i}, {name: b, image: i}]}'),
    DEPLOYMENT('{containers: [{name: a, image: i}, {name: b, image: j}, {name: c}]}'),
    [`c ${TEMPLATE}containers.[name=b].image`, `a ${TEMPLATE}containers.[name=c]`],
  ],
  [
    'the order of elements with keys',
    DEPLOYMENT('{containers: [{name: a}, {name: b}]}'),
    DEPLOYMENT('{containers: [{name: b}, {name: a}]}'),
    [`o ${TEMPLATE}containers`],
  ],
  [
    'ports by number, and by protocol where numbers do not do',
    DEPLOYMENT('{containers: [{name: a, ports: [{containerPort: 53}, {containerPort: 53, protocol: UDP}]}]}'),
    DEPLOYMENT(
      '{containers: [{name: a, ports: [{containerPort: 53, protocol: TCP}, {containerPort: 53, protocol: UDP, hostPort: 1}]}]}',
    ),
    [
      `a ${TEMPLATE}containers.[name=a].ports.[containerPort=53,protocol=TCP].protocol`,
      `a ${TEMPLATE}containers.[name=a].ports.[containerPort=53,protocol=UDP].hostPort`,
    ],
  ],
  [
    'mounts by path',
    DEPLOYMENT(
      '{containers: [{name: a, volumeMounts: [{name: v, mountPath: /a}, {name: v, mountPath: /b}]}]}',
    ),
    DEPLOYMENT('{containers: [{name: a, volumeMounts: [{name: w, mountPath: /b}]}]}'),
    [
      `r ${TEMPLATE}containers.[name=a].volumeMounts.[mountPath=/a]`,
      `c ${TEMPLATE}containers.[name=a].volumeMounts.[mountPath=/b].name`,
    ],
  ],
  ['arguments: one put in', CUSTOM('{args: [a, b, c]}'), CUSTOM('{args: [a, x, b, c]}'), ['a spec.args.1']],
  ['arguments: one replaced', CUSTOM('{args: [a, b, c]}'), CUSTOM('{args: [a, x, c]}'), ['c spec.args.1']],
  [
    'arguments: two for one',
    CUSTOM('{args: [a, b, c]}'),
    CUSTOM('{args: [a, x, y, c]}'),
    ['r spec.args.1', 'a spec.args.1', 'a spec.args.2'],
  ],
  [
    'unknown lists by id',
    CUSTOM('{all: [{id: 1, v: 1}, {id: 2}]}'),
    CUSTOM('{all: [{id: 0}, {id: 1, v: 2}, {id: 2}]}'),
    ['c spec.all.[id=1].v', 'a spec.all.[id=0]'],
  ],
  [
    'unknown lists with a name twice',
    CUSTOM('{all: [{name: a, v: 1}, {name: a, v: 2}]}'),
    CUSTOM('{all: [{name: a, v: 1}, {name: a, v: 3}]}'),
    ['c spec.all.1.v'],
  ],
  ['a list for a mapping', CUSTOM('{all: {a: b}}'), CUSTOM('{all: [a]}'), ['c spec.all']],
])('%s', (_, before, after, expected) => {
  const fields = diffOf(before, after).changes.flatMap((change) => change.fields);
  const letter = { added: 'a', removed: 'r', changed: 'c', reordered: 'o' };
  expect(fields.map(({ path, change }) => `${letter[change]} ${printPath(path)}`)).toEqual(expected);
});

test('texts of several lines are compared line by line', () => {
  const text = (lines: readonly string[]): string =>
    CONFIG(`{a.yaml: ${JSON.stringify(lines.map((line) => `${line}\n`).join(''))}}`);
  const many = Array.from({ length: 30 }, (_, index) => `line ${index}`);
  const changed = many.map((line, index) => (index === 3 || index === 20 ? `new ${line}` : line));
  const [change] = diffOf(text(many), text(changed)).changes;
  expect(
    change?.fields.flatMap(({ hunks }) =>
      hunks?.map(({ beforeStart, lines }) => [beforeStart, lines.length]),
    ),
  ).toEqual([
    [2, 6],
    [19, 6],
  ]);
});

test('a diff for programs is plain data', () => {
  const diff = diffOf(
    CUSTOM('{a: 1, b: {c: true}, d: 1e3}'),
    CUSTOM('{a: 2, e: [x, null], f: 12345678901234567890}'),
  );
  const { changes } = JSON.parse(JSON.stringify(diffAsJson(diff))) as { changes: { fields: unknown[] }[] };
  expect(changes[0]?.fields).toEqual([
    { path: 'spec.a', change: 'changed', before: 1, after: 2 },
    { path: 'spec.b', change: 'removed', before: { c: true } },
    { path: 'spec.d', change: 'removed', before: '1e3' },
    { path: 'spec.e', change: 'added', after: ['x', null] },
    { path: 'spec.f', change: 'added', after: '12345678901234567890' },
  ]);
});
