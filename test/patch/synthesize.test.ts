import { describe, expect, test } from 'vitest';
import type { Mapping } from '../../src/k8s/node.ts';
import { builtInSchema } from '../../src/k8s/schema.ts';
import { readNodes } from '../../src/k8s/yaml/read-nodes.ts';
import { readPair, writePair } from '../../src/overlay/patch-files.ts';
import { applyPair } from '../../src/patch/apply-pair.ts';
import { joinPair } from '../../src/patch/join-pair.ts';
import { sameValue } from '../../src/k8s/same-value.ts';
import { synthesize } from '../../src/patch/synthesize.ts';

const schema = builtInSchema();

function mapping(yaml: string): Mapping {
  return readNodes(yaml)[0]!.root as Mapping;
}

const DEPLOYMENT = `
apiVersion: apps/v1
kind: Deployment
metadata: {name: web, namespace: shop, labels: {app: web, tier: front}}
spec:
  replicas: 2
  strategy: {type: RollingUpdate, rollingUpdate: {maxSurge: 1}}
  template:
    spec:
      containers:
      - name: web
        image: web:1
        args: [--port, "80", --verbose, --color, --cache, --quick]
        env: [{name: A, value: "1"}, {name: B, value: b}, {name: C, value: c}, {name: D, value: d}, {name: E, value: e}]
        ports: [{containerPort: 80, protocol: TCP}, {containerPort: 80, protocol: UDP}]
      - {name: side, image: side:1}
      tolerations: [{key: a, operator: Exists}, {key: b, operator: Equal, value: x, effect: NoSchedule}]
      volumes: [{name: data, emptyDir: {}}]
`;

const RULE = `
apiVersion: monitoring.example/v1
kind: Rule
metadata: {name: rules}
spec:
  interval: "30"
  groups:
  - name: first
    rules: [{alert: Down, expr: up == 0, labels: {severity: page, team: a}}, {alert: Slow, expr: t > 1, for: 5m}]
  - name: second
    rules: []
`;

/** Each: what is done to the text of a resource, and the patches of it, without their header. */
const CASES: readonly [string, string, (text: string) => string, string][] = [
  ['a number', DEPLOYMENT, (text) => text.replace('replicas: 2', 'replicas: 3'), 'spec:\n  replicas: 3\n'],
  [
    'a field that goes',
    DEPLOYMENT,
    (text) => text.replace('  replicas: 2\n', ''),
    'spec:\n  replicas: null\n',
  ],
  [
    'a label that goes',
    DEPLOYMENT,
    (text) => text.replace(', tier: front', ''),
    'metadata:\n  labels:\n    tier: null\n',
  ],
  [
    'an image in the first container',
    DEPLOYMENT,
    (text) => text.replace('web:1', 'web:2'),
    'spec:\n  template:\n    spec:\n      containers:\n      - name: web\n        image: web:2\n',
  ],
  [
    'an image in the second container, which is to stay the second',
    DEPLOYMENT,
    (text) => text.replace('side:1', 'side:2'),
    'spec:\n  template:\n    spec:\n      containers:\n      - name: web\n      - name: side\n        image: side:2\n',
  ],
  [
    'a container that goes',
    DEPLOYMENT,
    (text) => text.replace('      - {name: side, image: side:1}\n', ''),
    'spec:\n  template:\n    spec:\n      containers:\n      - name: side\n        $patch: delete\n',
  ],
  [
    'a variable at the end',
    DEPLOYMENT,
    (text) => text.replace('value: e}', 'value: e}, {name: F, value: "true"}'),
    '- op: test\n  path: /spec/template/spec/containers/0/name\n  value: web\n' +
      '- op: add\n  path: /spec/template/spec/containers/0/env/-\n  value:\n    name: F\n    value: "true"\n',
  ],
  [
    'a toleration that changes',
    DEPLOYMENT,
    (text) => text.replace('NoSchedule', 'NoExecute'),
    '- op: test\n  path: /spec/template/spec/tolerations/1/key\n  value: b\n' +
      '- op: replace\n  path: /spec/template/spec/tolerations/1/effect\n  value: NoExecute\n',
  ],
  [
    'a toleration at the end',
    DEPLOYMENT,
    (text) => text.replace('NoSchedule}', 'NoSchedule}, {key: c}'),
    '- op: add\n  path: /spec/template/spec/tolerations/-\n  value:\n    key: c\n',
  ],
  [
    'an argument',
    DEPLOYMENT,
    (text) => text.replace('--quick', '--slow'),
    '- op: test\n  path: /spec/template/spec/containers/0/name\n  value: web\n' +
      '- op: test\n  path: /spec/template/spec/containers/0/args/5\n  value: --quick\n' +
      '- op: replace\n  path: /spec/template/spec/containers/0/args/5\n  value: --slow\n',
  ],
  [
    'a protocol of two ports of one number',
    DEPLOYMENT,
    (text) =>
      text.replace('{containerPort: 80, protocol: UDP}', '{containerPort: 80, protocol: UDP, name: dns}'),
    'spec:\n  template:\n    spec:\n      containers:\n      - name: web\n        ports:\n' +
      '        - containerPort: 80\n          protocol: TCP\n' +
      '        - containerPort: 80\n          protocol: UDP\n          name: dns\n',
  ],
  [
    'the source of a volume',
    DEPLOYMENT,
    (text) => text.replace('emptyDir: {}', 'hostPath: {path: /data}'),
    'spec:\n  template:\n    spec:\n      volumes:\n      - name: data\n' +
      '        hostPath:\n          path: /data\n        emptyDir: null\n',
  ],
  [
    'an expression in a custom resource',
    RULE,
    (text) => text.replace('up == 0', 'up < 1'),
    '- op: test\n  path: /spec/groups/0/name\n  value: first\n' +
      '- op: test\n  path: /spec/groups/0/rules/0/alert\n  value: Down\n' +
      '- op: replace\n  path: /spec/groups/0/rules/0/expr\n  value: up < 1\n',
  ],
  [
    'a rule that goes',
    RULE,
    (text) => text.replace(', {alert: Slow, expr: t > 1, for: 5m}', ''),
    '- op: test\n  path: /spec/groups/0/name\n  value: first\n' +
      '- op: test\n  path: /spec/groups/0/rules/1/alert\n  value: Slow\n' +
      '- op: remove\n  path: /spec/groups/0/rules/1\n',
  ],
  [
    'a text that becomes a number, which a merge would quote',
    RULE,
    (text) => text.replace('"30"', '30'),
    '- op: replace\n  path: /spec/interval\n  value: 30\n',
  ],
  [
    'keys that pointers escape',
    RULE,
    (text) => text.replace('interval: "30"', 'interval: "30"\n  a/b~c: null'),
    '- op: add\n  path: /spec/a~1b~0c\n  value: null\n',
  ],
];

describe('synthesize', () => {
  test.each(CASES)('%s', (_, text, edit, expected) => {
    const [before, after] = [mapping(text), mapping(edit(text))];
    const { strategic, operations } = writePair(synthesize(before, after, schema), {});
    expect(withoutHeader(strategic) + (operations ?? '')).toBe(expected);
    expect(sameValue(applyPair(before, readPair(strategic, operations), schema), after)).toBe(true);
  });

  test('says nothing where nothing changes', () => {
    expect(synthesize(mapping(RULE), mapping(RULE.replace('"30"', "'30'")), schema)).toEqual({
      strategic: undefined,
      operations: [],
    });
  });

  test('keeps the id', () => {
    const other = mapping(DEPLOYMENT.replace('name: web,', 'name: other,'));
    expect(() => synthesize(mapping(DEPLOYMENT), other, schema)).toThrow('metadata.name of Deployment web');
  });

  test('does without operations where numbers would lose digits', () => {
    const text = RULE.replace('groups', 'most: 9223372036854775807\n  groups');
    const [before, after] = [mapping(text), mapping(text.replace('up == 0', 'up < 1'))];
    const pair = synthesize(before, after, schema);
    expect(pair.operations).toEqual([]);
    expect(sameValue(applyPair(before, pair, schema), after)).toBe(true);
  });

  test('does without a merge where it would drop one of two entries of one name', () => {
    const text = DEPLOYMENT.replace('name: B', 'name: A');
    const [before, after] = [mapping(text), mapping(text.replace('replicas: 2', 'replicas: 3'))];
    const pair = synthesize(before, after, schema);
    expect(pair.operations).toHaveLength(1);
    expect(sameValue(applyPair(before, pair, schema), after)).toBe(true);
  });

  test('makes operations that fail where the list is another one', () => {
    const pair = synthesize(mapping(RULE), mapping(RULE.replace('up == 0', 'up < 1')), schema);
    const moved = mapping(RULE.replace('alert: Down', 'alert: Gone'));
    expect(() => applyPair(moved, pair, schema)).toThrow('the test fails');
  });
});

describe('joinPair', () => {
  const before = mapping(DEPLOYMENT);
  const pairOf = (strategic: string | undefined, operations?: string): ReturnType<typeof readPair> =>
    readPair(strategic, operations);
  const HEADER = 'apiVersion: apps/v1\nkind: Deployment\nmetadata:\n  name: web\n  namespace: shop\n';

  test.each([
    [
      'a second value replaces the first',
      `${HEADER}spec:\n  replicas: 3\n`,
      undefined,
      (text: string) => text.replace('replicas: 2', 'replicas: 4'),
      `${HEADER}spec:\n  replicas: 4\n`,
      undefined,
    ],
    [
      'what is as it was goes, what changes nothing stays',
      `${HEADER}spec:\n  paused: null\n  replicas: 3\n`,
      undefined,
      (text: string) => text.replace('web:1', 'web:2'),
      `${HEADER}spec:\n  paused: null\n  template:\n    spec:\n      containers:\n      - name: web\n        image: web:2\n`,
      undefined,
    ],
    [
      'an operation gets another value',
      undefined,
      '- op: test\n  path: /kind\n  value: Deployment\n- op: replace\n  path: /spec/replicas\n  value: 3\n',
      (text: string) => text.replace('replicas: 2', 'replicas: 4').replace('web:1', 'web:2'),
      `${HEADER}spec:\n  template:\n    spec:\n      containers:\n      - name: web\n        image: web:2\n`,
      '- op: test\n  path: /kind\n  value: Deployment\n- op: replace\n  path: /spec/replicas\n  value: 4\n',
    ],
    [
      'an operation that serves stays beside another one',
      undefined,
      '- op: replace\n  path: /spec/template/spec/tolerations/0/key\n  value: z\n',
      (text: string) => text.replace('key: a', 'key: z').replace('NoSchedule}', 'NoSchedule}, {key: c}'),
      undefined,
      '- op: replace\n  path: /spec/template/spec/tolerations/0/key\n  value: z\n' +
        '- op: add\n  path: /spec/template/spec/tolerations/-\n  value:\n    key: c\n',
    ],
    [
      'nothing is left',
      `${HEADER}spec:\n  replicas: 3\n`,
      undefined,
      (text: string) => text,
      undefined,
      undefined,
    ],
  ])('%s', (_, strategic, operations, edit, joined, joinedOperations) => {
    const pair = joinPair(before, pairOf(strategic, operations), mapping(edit(DEPLOYMENT)), schema);
    expect(writePair(pair, { strategic, operations })).toEqual({
      strategic: joined,
      operations: joinedOperations,
    });
  });

  test('a strategic patch that serves stays beside operations', () => {
    const text = DEPLOYMENT.replace(
      'image: web:1',
      'image: web:1\n        resources: {limits: {memory: 1Gi}}',
    );
    const container = 'spec:\n  template:\n    spec:\n      containers:\n      - name: web\n';
    const strategic = `${HEADER}${container}        resources:\n          limits:\n            memory: 2Gi\n`;
    const after = text.replace('1Gi', '2Gi').replace('value: e}]', 'value: e}, {name: F, value: f}]');
    const pair = joinPair(mapping(text), pairOf(strategic), mapping(after), schema);
    expect(writePair(pair, { strategic })).toEqual({
      strategic,
      operations:
        '- op: test\n  path: /spec/template/spec/containers/0/name\n  value: web\n' +
        '- op: add\n  path: /spec/template/spec/containers/0/env/-\n  value:\n    name: F\n    value: f\n',
    });
  });
});

function withoutHeader(text = ''): string {
  return text
    .replace(/^apiVersion: .*\nkind: .*\n/, '')
    .replace(/ {2}(?:name|namespace): .*\n/, '')
    .replace(/^ {2}namespace: .*\n/m, '')
    .replace(/^metadata:\n(?! )/m, '');
}
