import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import type { Kustomization } from '../../src/kustomize/kustomization.ts';
import { readKustomization } from '../../src/kustomize/read-kustomization.ts';
import { InfraError } from '../../src/lib/error.ts';

const listing = readFileSync(fileURLToPath(new URL('kustomization-fields.txt', import.meta.url)), 'utf8');
const fields = listing
  .trim()
  .split('\n')
  .slice(1)
  .map((line) => line.split(' ') as [string, string]);

const VALUES: Readonly<Record<string, unknown>> = {
  text: 'x',
  number: 12,
  fraction: 1.5,
  boolean: true,
  null: null,
  list: [],
  mapping: {},
};

/** Which of the values each type takes. */
const TAKEN: Readonly<Record<string, readonly string[]>> = {
  text: ['text', 'null'],
  boolean: ['boolean', 'null'],
  integer: ['number', 'null'],
  list: ['null', 'list'],
  mapping: ['null', 'mapping'],
  object: ['null', 'mapping'],
  anything: Object.keys(VALUES),
};

function read(text: string, warnings: string[] = []): Kustomization {
  return readKustomization(text, 'kustomization.yaml', (warning) => void warnings.push(warning));
}

function errorOf(text: string): InfraError | undefined {
  try {
    read(text);
    return undefined;
  } catch (error) {
    if (error instanceof InfraError) return error;
    throw error;
  }
}

/** A file that has a value at a path such as `labels[].fields[].path`. */
function fileWith(path: string, value: unknown): string {
  let data = value;
  for (const part of path.match(/[^.[\]]+|\[\]/g)!.reverse())
    data = part === '[]' ? [data] : { [part]: data };
  return JSON.stringify(data);
}

describe('the type of each field', () => {
  test.each(fields)('%s: %s', (path, type) => {
    const taken = Object.keys(VALUES).filter((name) => {
      return errorOf(fileWith(path, VALUES[name]))?.message.includes(' must be ') !== true;
    });
    expect(taken).toEqual(TAKEN[type]);
  });
});

test.each(fields.filter(([, type]) => type === 'object'))('%s has no other fields', (path) => {
  const error = errorOf(fileWith(path, { nothingLikeThat: 1 }));
  expect(error?.message).toMatch(/^there is no field nothingLikeThat in /);
});

describe('errors', () => {
  test('say where and what, at any size', () => {
    const lines = Array.from({ length: 5000 }, (_, index) => `- file-${index}.yaml`).join('\n');
    const error = errorOf(`resources:\n${lines}\nimages:\n- name: nginx\n  newTag: 1\n`);
    expect(error).toMatchObject({
      code: 'KUSTOMIZATION',
      message: 'images[0].newTag must be a text, but is the number 1',
      location: { file: 'kustomization.yaml', line: 5004, column: 11, source: '  newTag: 1' },
      hint: 'put the number in quotes',
    });
  });

  test.each([
    ['resourcse: []', 'did you mean resources?'],
    ['configmapGenerators: []', 'did you mean configMapGenerator?'],
    ['comonLabels: {}', 'did you mean commonLabels?'],
    ['images: [{newNmae: a}]', 'did you mean newName?'],
    ['images: [{tag: a}]', 'the fields there are name, newName, tagSuffix, newTag, digest'],
    ['secretGenerator: [{literal: [a=b]}]', 'did you mean literals?'],
    ['configMapGenerator: [{type: Opaque}]', /^the fields there are /],
    ['patches: [{target: {labels: a}}]', 'did you mean labelSelector?'],
  ])('hint at what was meant: %s', (text, hint) => {
    expect(errorOf(text)?.hint).toEqual(typeof hint === 'string' ? hint : expect.stringMatching(hint));
  });

  test('are errors for a user, whatever the text is', () => {
    const deep = `${'['.repeat(5000)}${']'.repeat(5000)}`;
    const bomb = `a: &a [${'x,'.repeat(9)}x]\n${Array.from({ length: 30 }, (_, index) => {
      const name = (at: number): string => (at < 0 ? 'a' : `b${at}`);
      return `${name(index)}: &${name(index)} [${`*${name(index - 1)},`.repeat(9)}*${name(index - 1)}]`;
    }).join('\n')}`;
    const hostile = [
      deep,
      `resources: ${deep}`,
      bomb,
      '\0',
      '\udcff',
      '__proto__: 1',
      'constructor: {}',
      'toString: a',
    ];
    for (const text of hostile) expect(errorOf(text)?.code).toBe('KUSTOMIZATION');
  });
});

describe('fields that are rewritten', () => {
  test('the parts of an apiVersion go before group and version', () => {
    const text = (objref: string): string => `vars: [{name: A, objref: {${objref}}}]`;
    const idOf = (objref: string): unknown => read(text(objref)).vars[0]?.objref;
    expect(idOf('apiVersion: apps/v1, group: g, version: v')).toMatchObject({ group: 'apps', version: 'v1' });
    expect(idOf('apiVersion: v1, group: g, version: v')).toMatchObject({ group: 'g', version: 'v1' });
    expect(idOf('apiVersion: a/b/c, group: g, version: v')).toMatchObject({ group: 'g', version: 'v' });
    expect(idOf('group: g, version: v')).toMatchObject({ group: 'g', version: 'v' });
  });

  test('a var takes the name where it names no field', () => {
    const { vars } = read('vars: [{name: A}, {name: B, fieldref: {fieldpath: spec.x}}]');
    expect(vars.map(({ fieldPath }) => fieldPath)).toEqual(['metadata.name', 'spec.x']);
  });

  test('the oldest form of charts becomes helmCharts and helmGlobals', () => {
    const oldest = [
      'helmCharts: [{name: first}]',
      'helmChartInflationGenerator:',
      '- {chartName: a, chartVersion: 1.2.3, chartRepoUrl: u, values: v.yaml, chartHome: one, releaseNamespace: x}',
      '- {chartName: b, releaseName: r, valuesLocal: {x: 1}, valuesMerge: replace, chartHome: two, helmHome: h}',
    ].join('\n');
    const { helmCharts, helmGlobals } = read(oldest);
    expect(helmCharts.map(({ name }) => name)).toEqual(['first', 'a', 'b']);
    expect(helmCharts[1]).toMatchObject({ version: '1.2.3', repo: 'u', valuesFile: 'v.yaml', namespace: '' });
    expect(helmCharts[2]).toMatchObject({
      releaseName: 'r',
      valuesMerge: 'replace',
      valuesInline: new Map([['x', 1]]),
    });
    expect(helmGlobals).toEqual({ chartHome: 'two', configHome: 'h' });
    expect(read(`helmGlobals: {chartHome: mine}\n${oldest}`).helmGlobals).toEqual({
      chartHome: 'mine',
      configHome: '',
    });
  });

  test('what is missing is told from what is empty where it matters', () => {
    expect(
      read('helmCharts: [{valuesInline: {}}, {}]').helmCharts.map(({ valuesInline }) => valuesInline),
    ).toEqual([new Map(), undefined]);
    expect(
      read('replacements: [{sourceValue: ""}, {}]').replacements.map(({ sourceValue }) => sourceValue),
    ).toEqual(['', undefined]);
    expect(read('patches: [{target: {}}, {}]').patches.map(({ target }) => target?.kind)).toEqual([
      '',
      undefined,
    ]);
  });

  test('numbers of inline values are floats', () => {
    const { helmCharts } = read('helmCharts: [{valuesInline: {a: 12345678901234567890, b: [1]}}]');
    expect(helmCharts[0]?.valuesInline).toEqual(
      new Map<string, unknown>([
        ['a', 12345678901234567000],
        ['b', [1]],
      ]),
    );
  });
});
