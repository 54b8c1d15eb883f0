import { describe, expect, it } from 'vitest';
import { HELM_3, HELM_4 } from '../../src/helm/profile.ts';
import { checkReleaseName } from '../../src/helm/release-name.ts';
import { mergeValueOptions } from '../../src/helm/values.ts';
import { valuesObject } from '../../src/helm/values-object.ts';
import type { MapView, Value } from '../../src/gotemplate/value.ts';
import { json, outcome, releases } from './make-chart.ts';

const ONE = 'a: {x: 1, y2: {p: 1}}\nl: [1]\nd: 1\n';
const TWO = 'a: {x: null, y2: {q: 2}}\nl: [2]\nd: {e: 1}\n---\nd: 5\na: 7\n';
const THREE = 'a: {z2: 1}\n';

/** Values files, and what Helm 4 (and Helm 3, where that differs) makes of them. */
const CASES: readonly (readonly [readonly string[], string, string?])[] = [
  [
    [ONE, TWO, THREE],
    '{"a":{"z2":1},"d":5,"l":[2]}',
    '{"a":{"x":null,"y2":{"p":1,"q":2},"z2":1},"d":{"e":1},"l":[2]}',
  ],
  [
    [ONE, THREE, TWO],
    '{"a":7,"d":5,"l":[2]}',
    '{"a":{"x":null,"y2":{"p":1,"q":2},"z2":1},"d":{"e":1},"l":[2]}',
  ],
  [
    ['a: 1\n b: 2'],
    '!failed to parse v0.yaml: cannot unmarshal yaml document: error converting YAML to JSON: yaml: line 2: mapping values are not allowed in this context',
    '!failed to parse v0.yaml: error converting YAML to JSON: yaml: line 2: mapping values are not allowed in this context',
  ],
  [
    ['- a'],
    '!failed to parse v0.yaml: cannot unmarshal yaml document: error unmarshaling JSON: while decoding JSON: json: cannot unmarshal array into Go value of type map[string]interface {}',
    '!failed to parse v0.yaml: error unmarshaling JSON: while decoding JSON: json: cannot unmarshal array into Go value of type map[string]interface {}',
  ],
];

describe('mergeValueOptions', () => {
  for (const [texts, helm4, helm3] of CASES) {
    it(JSON.stringify(texts), () => {
      for (const [profile, expected] of releases({ helm4, helm3 })) {
        const files = texts.map((text, index) => ({ name: `v${index}.yaml`, text }));
        expect(outcome(() => json(mergeValueOptions({ files }, () => '', profile)))).toBe(expected);
      }
    });
  }

  it('applies flags in the order JSON, typed, string, file, literal', () => {
    const all = {
      setJson: ['s="json"'],
      set: ['s=set'],
      setString: ['s=str'],
      setFile: ['s=path'],
      setLiteral: ['s=lit'],
    };
    const names = ['setLiteral', 'setFile', 'setString', 'set'] as const;
    const results: string[] = [];
    for (let count = 0; count <= names.length; count++) {
      const options = { ...all, ...Object.fromEntries(names.slice(0, count).map((name) => [name, []])) };
      results.push(json(mergeValueOptions(options, () => 'file', HELM_4).get('s')!));
    }
    expect(results).toEqual(['"lit"', '"file"', '"str"', '"set"', '"json"']);
  });

  it('says where a file is wrong', () => {
    const files = [{ name: 'v.yaml', text: 'a: 1\n b: 2' }];
    const location = { file: 'v.yaml', line: 2 };
    expect(() => mergeValueOptions({ files }, () => '', HELM_4)).toThrow(
      expect.objectContaining({ code: 'VALUES', location }),
    );
  });
});

describe('valuesObject', () => {
  const values = mergeValueOptions(
    { files: [{ name: 'v', text: 'a: 1\nb: {c: {d: x}, z: null}\ne: {}' }] },
    () => '',
    HELM_4,
  );
  const call = (name: string, ...args: string[]): string =>
    outcome(() => {
      const result: Value = valuesObject(values, HELM_4)
        .methods.get(name)!
        .call(...args);
      return typeof result === 'string' ? result : json(result);
    });

  it.each([
    ['YAML', [], 'a: 1\nb:\n  c:\n    d: x\n  z: null\ne: {}\n'],
    ['AsMap', [], '{"a":1,"b":{"c":{"d":"x"},"z":null},"e":{}}'],
    ['Table', ['b.c'], '{"d":"x"}'],
    ['Table', ['b.q'], '!"q" is not a table'],
    ['Table', ['a'], '!"a" is not a table'],
    ['PathValue', ['b.c.d'], 'x'],
    ['PathValue', ['b.z'], 'null'],
    ['PathValue', ['b.c'], '!"c" is not a value'],
    ['PathValue', ['q.r'], '!"r" is not a value'],
    ['PathValue', [''], '!YAML path cannot be empty'],
  ] as const)('%s %j', (name, args, expected) => {
    expect(call(name, ...args)).toBe(expected);
  });

  it('shares its tables with the values', () => {
    const table = valuesObject(values, HELM_3).methods.get('Table')!.call('b') as MapView;
    expect(table.map).toBe(values.get('b'));
    expect(table.type).toBe('chartutil.Values');
  });
});

describe('checkReleaseName', () => {
  const RULE =
    'invalid release name, must match regex ^[a-z0-9]([-a-z0-9]*[a-z0-9])?(\\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*$ and the length must not be longer than 53';

  it.each([
    ['a.b-c', ''],
    ['a'.repeat(53), ''],
    ['', 'release name "": no name provided'],
    ['A', `release name "A": ${RULE}`],
    ['a..b', `release name "a..b": ${RULE}`],
    ['a\n', `release name "a\\n": ${RULE}`],
    ['a'.repeat(54), `release name "${'a'.repeat(54)}": ${RULE}`],
  ])('%j', (name, problem) => {
    const check = (profile: typeof HELM_4): string =>
      outcome(() => {
        checkReleaseName(name, profile);
        return '';
      });
    expect(check(HELM_3)).toBe(problem && `!${problem}`);
    expect(check(HELM_4)).toBe(problem && `!release name check failed: ${problem}`);
  });
});
