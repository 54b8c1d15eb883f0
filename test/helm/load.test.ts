import { describe, expect, it } from 'vitest';
import { crdFiles, type Chart } from '../../src/helm/chart.ts';
import { coalesceValues } from '../../src/helm/coalesce.ts';
import { processDependencies } from '../../src/helm/dependencies.ts';
import { loadChart } from '../../src/helm/load.ts';
import { HELM_4, type Profile } from '../../src/helm/profile.ts';
import { InfraError } from '../../src/lib/error.ts';
import { fileMap, json, makeChart, outcome, releases, type Files } from './make-chart.ts';

/** The files of a chart, and what Helm 4 (and Helm 3, where that differs) has as values and the names of `.Files`. */
const CASES: readonly (readonly [Files, string, string?])[] = [
  [
    {
      'Chart.yaml': 'name: a\nversion: 1.0.0',
      'values.yaml': 'a: 1\n--- # c\nb: {x: 1}\n---\nb: {y: 2}\na:\n',
      'README.md': 'x',
    },
    '{"b":{"true":2,"x":1}} README.md',
    '{"a":1} README.md',
  ],
  [
    { 'Chart.yaml': 'name: a\nversion: 1.0.0', 'values.yaml': '---\na: 1\n---x\nb: 1' },
    '!cannot load values.yaml: error reading yaml document: invalid Yaml document separator: x',
    "!cannot load values.yaml: error converting YAML to JSON: yaml: line 4: could not find expected ':'",
  ],
  [{ 'Chart.yaml': 'name: a\nversion: 1.0.0', 'values.yaml': '---\n---\na: 1\n---\n' }, '{"a":1}', '{}'],
  [
    { 'Chart.yaml': 'name: a\nversion: 1.0.0', 'values.yaml': 'a: 1\n---\n- x' },
    '!cannot load values.yaml: cannot unmarshal yaml document: error unmarshaling JSON: while decoding JSON: json: cannot unmarshal array into Go value of type map[string]interface {}',
    '{"a":1}',
  ],
  [
    { 'Chart.yaml': 'name: a\nversion: 1.0.0', 'values.yaml': '- x' },
    '!cannot load values.yaml: cannot unmarshal yaml document: error unmarshaling JSON: while decoding JSON: json: cannot unmarshal array into Go value of type map[string]interface {}',
    '!cannot load values.yaml: error unmarshaling JSON: while decoding JSON: json: cannot unmarshal array into Go value of type map[string]interface {}',
  ],
  [{ 'Chart.yaml': 'name: a\nversion: 1.0.0', 'values.yaml': '# only' }, '{}'],
  [
    { 'Chart.yaml': 'name: a\nversion: 1.0.0', 'values.yaml': 'a: 1\n b: 2' },
    '!cannot load values.yaml: cannot unmarshal yaml document: error converting YAML to JSON: yaml: line 2: mapping values are not allowed in this context',
    '!cannot load values.yaml: error converting YAML to JSON: yaml: line 2: mapping values are not allowed in this context',
  ],
  [
    { 'Chart.yaml': 'name: a\nversion: 1.0.0', 'values.yaml': 'a: 1\n---\nb: 1\n c: 2' },
    '!cannot load values.yaml: cannot unmarshal yaml document: error converting YAML to JSON: yaml: line 2: mapping values are not allowed in this context',
    '{"a":1}',
  ],
  [
    { 'Chart.yaml': 'name: a\nversion: 1.0.0', 'values.yaml': 'a: .inf' },
    '!cannot load values.yaml: cannot unmarshal yaml document: error converting YAML to JSON: json: unsupported value: +Inf',
    '!cannot load values.yaml: error converting YAML to JSON: json: unsupported value: +Inf',
  ],
  [
    { 'Chart.yaml': 'name: a\nversion: 1.0.0', 'values.yaml': '﻿a: 12345678901234567890' },
    '{"a":12345678901234567000}',
  ],
  [
    { 'Chart.yaml': 'name: a\nversion: 1.0.0', 'charts/README.md': 'x' },
    '!error unpacking subchart README.md in a: Chart.yaml file is missing',
  ],
  [
    { 'Chart.yaml': 'name: a\nversion: 1.0.0', 'charts/.keep': '', 'charts/_x/y': '', 'charts/a.prov': 'p' },
    '{} charts/a.prov',
  ],
  [
    { 'Chart.yaml': 'name: a\nversion: 1.0.0', 'charts/s/Chart.yaml': 'name: s' },
    '!error unpacking subchart s in a: validation: chart.metadata.version is required',
  ],
  [
    {
      'Chart.yaml': 'name: a\nversion: 1.0.0',
      'charts/s/Chart.yaml': 'name: s\nversion: 1.0.0',
      'charts/s/values.yaml': 'x: [',
    },
    '!error unpacking subchart s in a: cannot load values.yaml: cannot unmarshal yaml document: error converting YAML to JSON: yaml: line 1: did not find expected node content',
    '!error unpacking subchart s in a: cannot load values.yaml: error converting YAML to JSON: yaml: line 1: did not find expected node content',
  ],
  [
    {
      'Chart.yaml': 'name: a\nversion: 1.0.0',
      'charts/s/Chart.yaml': 'name: s\nversion: 1.0.0',
      'charts/s/charts/t/Chart.yaml': '- 1',
    },
    '!error unpacking subchart s in a: error unpacking subchart t in s: cannot load Chart.yaml: error unmarshaling JSON: while decoding JSON: json: cannot unmarshal array into Go value of type v2.Metadata',
    '!error unpacking subchart s in a: error unpacking subchart t in s: cannot load Chart.yaml: error unmarshaling JSON: while decoding JSON: json: cannot unmarshal array into Go value of type chart.Metadata',
  ],
  [
    { 'Chart.yaml': 'name: a\nversion: 1.0.0', 'charts/x.tgz/a': '' },
    '!error unpacking subchart tar in a: expected x.tgz, got x.tgz/a',
  ],
  [
    {
      'Chart.yaml': 'name: a\nversion: 1.0.0',
      'charts/s/Chart.yaml': 'name: s\nversion: 1.0.0',
      'charts/s/charts/x.tgz/a': '',
    },
    '!error unpacking subchart s in a: error unpacking subchart tar in s: expected x.tgz, got x.tgz/a',
  ],
  [
    {
      'Chart.yaml': 'name: a\nversion: 1.0.0',
      'requirements.yaml': 'dependencies:\n- name: s\n  version: "*"\n  alias: q\n',
      'charts/s/Chart.yaml': 'name: s\nversion: 1.0.0',
      'charts/s/values.yaml': 'x: 1',
      'requirements.lock': 'dependencies: []',
    },
    '{"q":{"global":{},"x":1}} requirements.lock requirements.yaml',
  ],
  [
    {
      'Chart.yaml':
        'apiVersion: v2\nname: a\nversion: 1.0.0\ndependencies:\n- name: z\n  version: "*"\n  alias: q\n',
      'requirements.yaml': 'dependencies:\n- name: s\n',
      'charts/s/Chart.yaml': 'name: s\nversion: 1.0.0',
      'charts/s/values.yaml': 'x: 1',
    },
    '{"q":{"global":{},"x":1}}',
  ],
  [
    { 'Chart.yaml': 'name: a\nversion: 1.0.0', 'Chart.lock': 'a: b: c' },
    '!cannot load Chart.lock: error converting YAML to JSON: yaml: mapping values are not allowed in this context',
  ],
  [
    { 'Chart.yaml': 'name: a\nversion: 1.0.0', '.helmignore': '*.txt\n!keep/\n', 'a.txt': '', b: '' },
    '!Chart.yaml file is missing',
  ],
];

function summary(chart: Chart, profile: Profile): string {
  processDependencies(chart, new Map(), profile, () => undefined);
  const values = json(coalesceValues(chart, new Map(), profile, () => undefined));
  return [values, ...chart.files.map(({ name }) => name).sort()].join(' ');
}

describe('loadChart', () => {
  for (const [files, helm4, helm3] of CASES) {
    it(JSON.stringify(files), () => {
      for (const [profile, expected] of releases({ helm4, helm3 })) {
        expect(outcome(() => summary(makeChart(files, { ignore: true, profile }), profile))).toBe(expected);
      }
    });
  }

  const ROOT = { 'Chart.yaml': 'name: a\nversion: 1.0.0' };

  it('says where a bad values.yaml is wrong', () => {
    const files = {
      ...ROOT,
      'charts/s/Chart.yaml': 'name: s\nversion: 1.0.0',
      'charts/s/values.yaml': 'a: 1\n b: 2',
    };
    const error = (() => {
      try {
        return makeChart(files);
      } catch (caught) {
        return caught;
      }
    })();
    expect(error).toBeInstanceOf(InfraError);
    expect(error).toMatchObject({ code: 'VALUES', location: { file: 'charts/s/values.yaml', line: 2 } });
  });

  it('reads archives in charts/ through the function given, to a bound', () => {
    const inner = fileMap({ 'Chart.yaml': 'name: s\nversion: 1.0.0', 'charts/s-1.tgz': 'itself' });
    const files = fileMap({ ...ROOT, 'charts/s-1.tgz': 'bytes' });
    const once = loadChart(files, { readArchive: () => new Map([...inner].slice(0, 1)) });
    expect(once.dependencies.map(({ metadata }) => metadata.name)).toEqual(['s']);
    expect(() => loadChart(files, { readArchive: () => inner })).toThrow('charts are nested deeper than 100');
    expect(() => loadChart(files)).toThrow(
      'error unpacking subchart s-1.tgz in a: chart archives cannot be read here',
    );
  });

  it('lists CRD files in the order of a walk, those of subcharts last', () => {
    const chart = makeChart(
      {
        ...ROOT,
        'charts/s/Chart.yaml': 'name: s\nversion: 1.0.0',
        'charts/s/crds/x.yaml': 'x',
        'crds/a-b.yml': 'b',
        'crds/a/c.JSON': 'c',
        'crds/notes.md': '',
      },
      { ignore: true, profile: HELM_4 },
    );
    expect(crdFiles(chart).map(({ filename, text }) => [filename, text])).toEqual([
      ['a/crds/a/c.JSON', 'c'],
      ['a/crds/a-b.yml', 'b'],
      ['a/charts/s/crds/x.yaml', 'x'],
    ]);
  });
});
