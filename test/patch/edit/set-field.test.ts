import { describe, expect, test } from 'vitest';
import { fieldTypes } from '../../../src/k8s/field-types.ts';
import { plainOf } from '../../../src/k8s/node-to-plain.ts';
import type { Mapping } from '../../../src/k8s/node.ts';
import type { Plain } from '../../../src/k8s/plain.ts';
import { readNodes } from '../../../src/k8s/yaml/read-nodes.ts';
import { InfraError } from '../../../src/lib/error.ts';
import { parseAssignment, parseFieldPath } from '../../../src/patch/edit/parse-field-path.ts';
import { setField, unsetField, type EditOptions } from '../../../src/patch/edit/set-field.ts';

const DEPLOYMENT = read(`
apiVersion: apps/v1
kind: Deployment
metadata: {name: web}
spec:
  template:
    spec:
      containers:
      - name: web
        image: "web:1"
        args: [--verbose, --port=80]
        env: [{name: DB_HOST, value: db}]
        ports: [{containerPort: 8080, name: http}]
      - {name: side, image: side:1}
      volumes: [{name: config, configMap: {name: web}}]
      tolerations: [{key: a, operator: Exists}, {key: b, operator: Exists}]
`);
const WIDGET = read(`
apiVersion: example.com/v1
kind: Widget
metadata: {name: w}
spec: {size: "3", count: 4, rules: [{alert: Down, expr: up}, {alert: Slow, expr: slow}]}
`);
const POD = 'spec.template.spec';
const WEB = `${POD}.containers.web`;

function read(text: string): Mapping {
  return readNodes(text)[0]!.root as Mapping;
}

function set(document: Mapping, text: string, options: EditOptions = {}): Mapping {
  const { path, value } = parseAssignment(text);
  return setField(document, path, value, fieldTypes([]), options);
}

/** Data at a path of keys and indices. */
function dataAt(document: Mapping, ...path: (string | number)[]): unknown {
  const found = path.reduce<Plain | undefined>(
    (data, step) =>
      data instanceof Map ? data.get(String(step)) : (data as Plain[] | undefined)?.[step as number],
    plainOf(document),
  );
  return JSON.parse(
    JSON.stringify(found ?? null, (_, value: unknown) =>
      value instanceof Map ? Object.fromEntries(value as Map<string, unknown>) : value,
    ),
  ) as unknown;
}

function problemOf(run: () => unknown): string {
  try {
    run();
  } catch (error) {
    if (error instanceof InfraError) return `${error.message} | ${error.hint ?? ''}`;
    throw error;
  }
  return 'none';
}

describe('a value is what the type of its field says', () => {
  const pod = ['spec', 'template', 'spec'] as const;
  const web = [...pod, 'containers', 0] as const;

  test.each<[string, readonly (string | number)[], unknown]>([
    ['spec.replicas=3', ['spec', 'replicas'], 3],
    ['metadata.labels.tier=4', ['metadata', 'labels', 'tier'], '4'],
    ['metadata.annotations.[example.com/on]=true', ['metadata', 'annotations', 'example.com/on'], 'true'],
    ['metadata.annotations={a: 1, b: no}', ['metadata', 'annotations'], { a: '1', b: 'no' }],
    [`${POD}.hostNetwork=true`, [...pod, 'hostNetwork'], true],
    [`${POD}.nodeSelector.a\\.b/c=`, [...pod, 'nodeSelector'], { 'a.b/c': '' }],
    [`${WEB}.image=web:2`, [...web, 'image'], 'web:2'],
    [`${POD}.containers.[name=web].image=web:2`, [...web, 'image'], 'web:2'],
    [`${POD}.containers[0].image=web:2`, [...web, 'image'], 'web:2'],
    [
      `${WEB}.resources.limits={cpu: 2, memory: 4Gi}`,
      [...web, 'resources'],
      { limits: { cpu: '2', memory: '4Gi' } },
    ],
    [`${WEB}.livenessProbe.httpGet.port=http`, [...web, 'livenessProbe', 'httpGet', 'port'], 'http'],
    [`${WEB}.livenessProbe.httpGet.port=80`, [...web, 'livenessProbe', 'httpGet', 'port'], 80],
    [`${WEB}.args.[=--verbose]=--quiet`, [...web, 'args'], ['--quiet', '--port=80']],
    [`${WEB}.args.[--port=80]=--port=81`, [...web, 'args'], ['--verbose', '--port=81']],
    [`${WEB}.args.-=8`, [...web, 'args'], ['--verbose', '--port=80', '8']],
    [`${WEB}.args=["a", "b"]`, [...web, 'args'], ['a', 'b']],
    [`${WEB}.ports.8080.name=web`, [...web, 'ports'], [{ containerPort: 8080, name: 'web' }]],
    [`${POD}.containers.*.imagePullPolicy=Always`, [...pod, 'containers', 1, 'imagePullPolicy'], 'Always'],
    [`${POD}.tolerations.[key=b].tolerationSeconds=5`, [...pod, 'tolerations', 1, 'tolerationSeconds'], 5],
    [
      `${POD}.tolerations.-={key: c, tolerationSeconds: 5}`,
      [...pod, 'tolerations', 2],
      { key: 'c', tolerationSeconds: 5 },
    ],
  ])('%s', (text, path, expected) => {
    expect(dataAt(set(DEPLOYMENT, text), ...path)).toEqual(expected);
  });

  test.each<[string, readonly (string | number)[], unknown]>([
    ['spec.size=4', ['spec', 'size'], '4'],
    ['spec.size=null', ['spec', 'size'], null],
    ['spec.count=5', ['spec', 'count'], 5],
    ['spec.count=five', ['spec', 'count'], 'five'],
    ['spec.new.deep=1.5', ['spec', 'new'], { deep: 1.5 }],
    ['spec.new=true', ['spec', 'new'], true],
    ['spec.new=yes', ['spec', 'new'], 'yes'],
    ['spec.new=007', ['spec', 'new'], '007'],
    ['spec.new="5"', ['spec', 'new'], '5'],
    ['spec.new=[1, "1", {a: b}]', ['spec', 'new'], [1, '1', { a: 'b' }]],
    ['spec.rules.[alert=Slow].expr=a > 1', ['spec', 'rules', 1, 'expr'], 'a > 1'],
    ['spec.list.-=1', ['spec', 'list'], [1]],
    ['metadata.labels.a=1', ['metadata', 'labels', 'a'], '1'],
  ])('of no schema: %s', (text, path, expected) => {
    expect(dataAt(set(WIDGET, text), ...path)).toEqual(expected);
  });

  test('a Secret takes base64', () => {
    const secret = read('{apiVersion: v1, kind: Secret, metadata: {name: s}}');
    expect(dataAt(set(secret, 'data.a=aGVsbG8='), 'data', 'a')).toBe('aGVsbG8=');
    expect(problemOf(() => set(secret, 'data.a=hunter2!'))).toBe(
      'data.a holds base64, and the value is none | encode it first, or set stringData.a, which takes plain text',
    );
  });

  test.each([
    ['spec.replicas=abc', 'spec.replicas is an integer, not "abc" | '],
    ['spec.replicas=010', 'spec.replicas is an integer, not "010" | in decimal, octal 010 is 8'],
    ['spec.replicas=3.0', 'spec.replicas is an integer, not "3.0" | '],
    ['spec.replicas={a: b}', 'spec.replicas is an integer, not "{a: b}" | '],
    [`${POD}.hostNetwork=yes`, `${POD}.hostNetwork is true or false, not "yes" | `],
    [
      `${WEB}.resources.limits.cpu=2x`,
      `${WEB}.resources.limits.cpu is a quantity, not "2x" | quantities read like 500m, 2 or 4Gi`,
    ],
    [
      'spec.strategy=x',
      'spec.strategy is a mapping, not "x" | write it as {a: b} with rollingUpdate, type …, or go on with the path',
    ],
    ['metadata.labels={a: null}', 'metadata.labels.a cannot be null | use --unset to take a field away'],
    ['metadata.labels={a: [b]}', 'metadata.labels.a is a text, not a list | '],
    [`${POD}.tolerations.-={keey: a}`, `${POD}.tolerations.- has no field "keey" | did you mean key?`],
    ['spec.strategy={', 'the value for spec.strategy is no YAML'],
  ])('refuses %s', (text, problem) => {
    expect(problemOf(() => set(DEPLOYMENT, text))).toContain(problem);
  });
});

describe('what is not there', () => {
  test.each([
    ['spec.replica=3', 'spec has no field "replica" | did you mean replicas?'],
    [
      `${POD}.containers.wev.image=a`,
      `${POD}.containers has no element wev | did you mean web? it has web, side`,
    ],
    [
      `${POD}.containers.[name=wev].image=a`,
      `${POD}.containers has no element [name=wev] | did you mean web? it has web, side`,
    ],
    [`${POD}.containers.new.image=a`, `${POD}.containers has no element new | it has web, side`],
    [`${POD}.containers.7.image=a`, `${POD}.containers has no element 7 | it has web, side`],
    [
      `${POD}.volumes.confg.emptyDir={}`,
      `${POD}.volumes has no element confg | did you mean config? it has config`,
    ],
    [
      `${POD}.tolerations.[key=c].effect=x`,
      `${POD}.tolerations has no element [key=c] | did you mean [key=a] or [key=b]? it has [key=a], [key=b]`,
    ],
    [
      `${POD}.tolerations.[operator=Exists].effect=x`,
      `${POD}.tolerations.[operator=Exists] means 2 elements of the list`,
    ],
    [
      `${WEB}.args.[--prot=80]=--port=81`,
      `${WEB}.args has no element [--prot=80] | did you mean [--port=80]? it has 2, counted from 0`,
    ],
    ['spec.replicas=null', 'spec.replicas is an integer, not "null" | use --unset to take a field away'],
    [`${POD}.containers.-={name: new}`, `a new element of ${POD}.containers needs image | `],
    [`${POD}.containers.-={name: web, image: a}`, `${POD}.containers already has an element web | `],
    [`${WEB}.image.tag=2`, `${WEB}.image is a text: it has no fields | `],
    ['spec.replicas.x=2', 'spec.replicas is an integer: it has no fields | '],
    ['metadata.[name=x]=2', 'metadata is a mapping, not a list | '],
    ['metadata.name=other', 'metadata.name cannot be changed: that would be another resource | '],
    ['metadata.namespace=other', 'metadata.namespace cannot be changed'],
  ])('is not invented: %s', (text, problem) => {
    expect(problemOf(() => set(DEPLOYMENT, text))).toContain(problem);
  });

  test('is found in lists that nobody describes', () => {
    const long = set(WIDGET, `spec.rules.*.alert=${'a\n'.repeat(50)}`);
    expect(problemOf(() => set(long, 'spec.rules.Slow.expr=x'))).toContain('it has [expr=up], [expr=slow]');
    const same = set(WIDGET, 'spec.rules.-={alert: Slow, expr: b}');
    expect(problemOf(() => set(same, 'spec.rules.[alert=Slwo].expr=x'))).toContain(
      'did you mean [alert=Slow]? it has [alert=Down], [alert=Slow]',
    );
    expect(problemOf(() => set(WIDGET, 'spec.rules.Slow.expr=x'))).toBe(
      'spec.rules has no element Slow | did you mean [alert=Slow]? it has [alert=Down], [alert=Slow]',
    );
  });

  test.each<[string, string, unknown]>([
    [
      `${WEB}.env.[name=A].value=5`,
      'env',
      [
        { name: 'DB_HOST', value: 'db' },
        { name: 'A', value: '5' },
      ],
    ],
    [
      `${WEB}.env.DB_PORT.value=5`,
      'env',
      [
        { name: 'DB_HOST', value: 'db' },
        { name: 'DB_PORT', value: '5' },
      ],
    ],
    [
      `${WEB}.ports.[containerPort=9090].name=m`,
      'ports',
      [
        { containerPort: 8080, name: 'http' },
        { containerPort: 9090, name: 'm' },
      ],
    ],
    [`${WEB}.volumeMounts.[mountPath=/x].name=config`, 'volumeMounts', [{ mountPath: '/x', name: 'config' }]],
    [`${WEB}.env.-.name=B`, 'env', [{ name: 'DB_HOST', value: 'db' }, { name: 'B' }]],
  ])('is added to lists that grow so: %s', (text, field, expected) => {
    expect(dataAt(set(DEPLOYMENT, text), 'spec', 'template', 'spec', 'containers', 0, field)).toEqual(
      expected,
    );
  });

  test('is added as a whole', () => {
    const container = { name: 'new', image: 'a' };
    for (const text of [
      `${POD}.containers.-={name: new, image: a}`,
      `${POD}.containers.[name=new]={image: a}`,
    ]) {
      expect(dataAt(set(DEPLOYMENT, text), 'spec', 'template', 'spec', 'containers', 2)).toEqual(container);
    }
  });

  test('is made with force', () => {
    const force = { force: true };
    expect(dataAt(set(DEPLOYMENT, 'spec.replica=3', force), 'spec', 'replica')).toBe(3);
    expect(
      dataAt(
        set(DEPLOYMENT, `${POD}.containers.new.image=a`, force),
        'spec',
        'template',
        'spec',
        'containers',
        2,
      ),
    ).toEqual({
      name: 'new',
      image: 'a',
    });
  });
});

describe('unsetField', () => {
  const unset = (path: string, options: EditOptions = {}): Mapping =>
    unsetField(DEPLOYMENT, parseFieldPath(path), fieldTypes([]), options);

  test('takes annotations away with the last of them, as Kustomize does', () => {
    const annotated = set(WIDGET, 'metadata.annotations.a=b');
    const unset = unsetField(annotated, parseFieldPath('metadata.annotations.a'), fieldTypes([]));
    expect(dataAt(unset, 'metadata')).toEqual({ name: 'w' });
  });

  test('takes away fields and elements', () => {
    expect(dataAt(unset(`${POD}.volumes`), 'spec', 'template', 'spec', 'volumes')).toBeNull();
    expect(
      dataAt(unset(`${WEB}.args.[=--verbose]`), 'spec', 'template', 'spec', 'containers', 0, 'args'),
    ).toEqual(['--port=80']);
    expect(dataAt(unset(`${POD}.containers.side`), 'spec', 'template', 'spec', 'containers', 1)).toBeNull();
  });

  test.each([
    ['spec.replicas', 'spec.replicas cannot be taken away: it is not there | there are template'],
    [`${WEB}.imag`, `${WEB} has no field "imag" | did you mean image or imagePullPolicy?`],
    [`${POD}.containers.sid`, `${POD}.containers has no element sid | did you mean side?`],
    [`${WEB}.env.-`, `${WEB}.env has no element - | `],
    ['kind', 'kind cannot be changed'],
  ])('refuses %s', (path, problem) => {
    expect(problemOf(() => unset(path))).toContain(problem);
  });

  test('leaves a resource alone with force', () => {
    expect(unset('spec.replicas', { force: true })).toEqual(DEPLOYMENT);
    expect(unset(`${POD}.containers.sid.image`, { force: true })).toEqual(DEPLOYMENT);
  });
});
