import { describe, expect, it } from 'vitest';
import { capabilities } from '../../src/helm/capabilities.ts';
import { chartObject } from '../../src/helm/chart-object.ts';
import { checkDependencies } from '../../src/helm/dependencies.ts';
import { checkInstallable, checkKubeVersion } from '../../src/helm/installable.ts';
import { json, makeChart, outcome, releases } from './make-chart.ts';

/** A Chart.yaml, and what Helm 4 (and Helm 3, where that differs) prints for `toJson .Chart`. */
const CASES: readonly (readonly [string, string, string?])[] = [
  [
    'name: [a]\nversion: 1.0.0',
    '!cannot load Chart.yaml: error unmarshaling JSON: while decoding JSON: json: cannot unmarshal array into Go struct field Metadata.name of type string',
  ],
  [
    'name: a\nversion: 1.0.0\nmaintainers:\n- name: {}\n  url: 5',
    '!cannot load Chart.yaml: error unmarshaling JSON: while decoding JSON: json: cannot unmarshal object into Go struct field Maintainer.maintainers.name of type string',
  ],
  [
    'name: a\nversion: 1.0.0\nmaintainers:\n- foo',
    '!cannot load Chart.yaml: error unmarshaling JSON: while decoding JSON: json: cannot unmarshal string into Go struct field Metadata.maintainers of type v2.Maintainer',
    '!cannot load Chart.yaml: error unmarshaling JSON: while decoding JSON: json: cannot unmarshal string into Go struct field Metadata.maintainers of type chart.Maintainer',
  ],
  [
    'name: a\nversion: 1.0.0\ndependencies:\n- name: [x]',
    '!cannot load Chart.yaml: error unmarshaling JSON: while decoding JSON: json: cannot unmarshal array into Go struct field Dependency.dependencies.name of type string',
  ],
  [
    'name: a\nversion: 1.0.0\nkeywords: foo\nsources: 5',
    '!cannot load Chart.yaml: error unmarshaling JSON: while decoding JSON: json: cannot unmarshal string into Go struct field Metadata.keywords of type []string',
  ],
  [
    'name: a\nversion: 1.0.0\ndeprecated: "true"\nannotations:\n  a: [1]',
    '!cannot load Chart.yaml: error unmarshaling JSON: while decoding JSON: json: cannot unmarshal array into Go struct field Metadata.annotations of type string',
  ],
  [
    'name: a\nversion: 1.0.0\nannotations:\n  a: 1.10\n  b: true\n  c:\n  d: 1000000\n  e: 1e10\n  f: 0x1F\n  g: 1_000\n  h: 2020-01-01\n  1.0: x',
    '{"APIVersion":"v1","Annotations":{"1":"x","a":"1.1","b":"true","c":"","d":"1000000","e":"1e+10","f":"31","g":"1000","h":"2020-01-01"},"AppVersion":"","Condition":"","Dependencies":[],"Deprecated":false,"Description":"","Home":"","Icon":"","IsRoot":true,"Keywords":[],"KubeVersion":"","Maintainers":[],"Name":"a","Sources":[],"Tags":"","Type":"","Version":"1.0.0"}',
    '{"name":"a","version":"1.0.0","apiVersion":"v1","annotations":{"1":"x","a":"1.1","b":"true","c":"","d":"1000000","e":"1e+10","f":"31","g":"1000","h":"2020-01-01"},"IsRoot":true}',
  ],
  [
    'name: a\nversion: 1.0.0\ndeprecated: 1',
    '!cannot load Chart.yaml: error unmarshaling JSON: while decoding JSON: json: cannot unmarshal number into Go struct field Metadata.deprecated of type bool',
  ],
  [
    'apiVersion: v3\nname: a\nversion: 1.0.0',
    '!invalid chart apiVersion',
    '{"name":"a","version":"1.0.0","apiVersion":"v3","IsRoot":true}',
  ],
  [
    'apiVersion: v9\nname: a\nversion: 1.0.0',
    '!unsupported chart version',
    '{"name":"a","version":"1.0.0","apiVersion":"v9","IsRoot":true}',
  ],
  [
    '- a',
    '!cannot load Chart.yaml: error unmarshaling JSON: while decoding JSON: json: cannot unmarshal array into Go value of type loader.chartBase',
    '!cannot load Chart.yaml: error unmarshaling JSON: while decoding JSON: json: cannot unmarshal array into Go value of type chart.Metadata',
  ],
  [
    'a',
    '!cannot load Chart.yaml: error unmarshaling JSON: while decoding JSON: json: cannot unmarshal string into Go value of type loader.chartBase',
    '!cannot load Chart.yaml: error unmarshaling JSON: while decoding JSON: json: cannot unmarshal string into Go value of type chart.Metadata',
  ],
  [
    '5',
    '!cannot load Chart.yaml: error unmarshaling JSON: while decoding JSON: json: cannot unmarshal number into Go value of type loader.chartBase',
    '!cannot load Chart.yaml: error unmarshaling JSON: while decoding JSON: json: cannot unmarshal number into Go value of type chart.Metadata',
  ],
  [
    'foo: bar\n x: y',
    '!cannot load Chart.yaml: error converting YAML to JSON: yaml: line 2: mapping values are not allowed in this context',
  ],
  ['', '!validation: chart.metadata.name is required'],
  ['# c', '!validation: chart.metadata.name is required'],
  [
    'name: ..\nversion: 1.0.0',
    '!validation: chart.metadata.name ".." is not allowed',
    '{"name":"..","version":"1.0.0","apiVersion":"v1","IsRoot":true}',
  ],
  ['name: a/b\nversion: 1.0.0', '!validation: chart.metadata.name "a/b" is invalid'],
  ['name: a/\nversion: 1.0.0', '!validation: chart.metadata.name "a/" is invalid'],
  ['name: a', '!validation: chart.metadata.version is required'],
  ['name: a\nversion: abc', '!validation: chart.metadata.version "abc" is invalid'],
  [
    'name: a\nversion: 1',
    '{"APIVersion":"v1","Annotations":null,"AppVersion":"","Condition":"","Dependencies":[],"Deprecated":false,"Description":"","Home":"","Icon":"","IsRoot":true,"Keywords":[],"KubeVersion":"","Maintainers":[],"Name":"a","Sources":[],"Tags":"","Type":"","Version":"1"}',
    '{"name":"a","version":"1","apiVersion":"v1","IsRoot":true}',
  ],
  [
    'name: a\nversion: 1.10\nappVersion: 1.10\nNAME: b\ntype: foo',
    '!validation: chart.metadata.type must be application or library',
  ],
  ['name: a\nversion: 1.10\ntype: library', '!library charts are not installable'],
  [
    'name: a\nversion: 1.10\nkubeVersion: ">=1.20-0"\nNAME: b\nhome: "a\\tb\\u200bc\\u00a0d"\ndeprecated: yes\nkeywords: [1.0, yes, null, 07]\nannotations:',
    '{"APIVersion":"v1","Annotations":null,"AppVersion":"","Condition":"","Dependencies":[],"Deprecated":true,"Description":"","Home":"a bc d","Icon":"","IsRoot":true,"Keywords":["1","true","","7"],"KubeVersion":"\\u003e=1.20-0","Maintainers":[],"Name":"a","Sources":[],"Tags":"","Type":"","Version":"1.1"}',
    '{"name":"a","home":"a bc d","version":"1.1","keywords":["1","true","","7"],"apiVersion":"v1","deprecated":true,"kubeVersion":"\\u003e=1.20-0","IsRoot":true}',
  ],
  [
    'name: a\nversion: 1.0.0\nkubeVersion: "<1.0"',
    '!chart requires kubeVersion: <1.0 which is incompatible with Kubernetes v1.36.0',
    '!chart requires kubeVersion: <1.0 which is incompatible with Kubernetes v1.34.0',
  ],
  [
    'name: a\nversion: 1.0.0\nkubeVersion: ">>1"',
    '!chart requires kubeVersion: >>1 which is incompatible with Kubernetes v1.36.0',
    '!chart requires kubeVersion: >>1 which is incompatible with Kubernetes v1.34.0',
  ],
  [
    'name: a\nversion: 1.0.0\ndependencies:\n-',
    '!validation: dependencies must not contain empty or null nodes',
  ],
  [
    'name: a\nversion: 1.0.0\nmaintainers:\n-',
    '!validation: maintainers must not contain empty or null nodes',
  ],
  [
    'name: a\nversion: 1.0.0\ndependencies:\n- name: b\n  alias: "a.b"',
    '!validation: dependency "b" has disallowed characters in the alias',
  ],
  [
    'name: a\nversion: 1.0.0\ndependencies:\n- name: b\n- name: b\n  alias: b',
    '!validation: more than one dependency with name or alias "b"',
  ],
  [
    'name: a\nversion: 1.0.0\ndependencies:\n- name: b\n  version: 1\n- name: c',
    "!an error occurred while checking for chart dependencies. You may need to run 'helm dependency build' to fetch missing dependencies: found in Chart.yaml, but missing in charts/ directory: b, c",
    '!An error occurred while checking for chart dependencies. You may need to run `helm dependency build` to fetch missing dependencies: found in Chart.yaml, but missing in charts/ directory: b, c',
  ],
  [
    'name: a\nversion: 1.0.0\ndependencies: []\nsources: []\nmaintainers: []\nannotations: {}',
    '{"APIVersion":"v1","Annotations":{},"AppVersion":"","Condition":"","Dependencies":[],"Deprecated":false,"Description":"","Home":"","Icon":"","IsRoot":true,"Keywords":[],"KubeVersion":"","Maintainers":[],"Name":"a","Sources":[],"Tags":"","Type":"","Version":"1.0.0"}',
    '{"name":"a","version":"1.0.0","apiVersion":"v1","IsRoot":true}',
  ],
  [
    'name: a\nversion: 1.0.0\nappVersion: 1234567.5\ndescription: 0.00001\ntags: 12345678901234567890\nicon: 1e400',
    '{"APIVersion":"v1","Annotations":null,"AppVersion":"1.2345675e+06","Condition":"","Dependencies":[],"Deprecated":false,"Description":"1e-05","Home":"","Icon":"1e400","IsRoot":true,"Keywords":[],"KubeVersion":"","Maintainers":[],"Name":"a","Sources":[],"Tags":"12345678901234567890","Type":"","Version":"1.0.0"}',
    '{"name":"a","version":"1.0.0","description":"1e-05","icon":"1e400","apiVersion":"v1","tags":"12345678901234567890","appVersion":"1.2345675e+06","IsRoot":true}',
  ],
  [
    'name: a\nversion: 1.0.0\nappVersion: 2023.10\ndescription: |\n  two\n  lines\nunknown: [x]',
    '{"APIVersion":"v1","Annotations":null,"AppVersion":"2023.1","Condition":"","Dependencies":[],"Deprecated":false,"Description":"two lines ","Home":"","Icon":"","IsRoot":true,"Keywords":[],"KubeVersion":"","Maintainers":[],"Name":"a","Sources":[],"Tags":"","Type":"","Version":"1.0.0"}',
    '{"name":"a","version":"1.0.0","description":"two lines ","apiVersion":"v1","appVersion":"2023.1","IsRoot":true}',
  ],
  [
    'Name: a\nVERSION: 1.0.0\napiversion: v2\nAppVersion: x',
    '{"APIVersion":"v2","Annotations":null,"AppVersion":"x","Condition":"","Dependencies":[],"Deprecated":false,"Description":"","Home":"","Icon":"","IsRoot":true,"Keywords":[],"KubeVersion":"","Maintainers":[],"Name":"a","Sources":[],"Tags":"","Type":"","Version":"1.0.0"}',
    '{"name":"a","version":"1.0.0","apiVersion":"v2","appVersion":"x","IsRoot":true}',
  ],
];

describe('Chart.yaml', () => {
  for (const [text, helm4, helm3] of CASES) {
    it(JSON.stringify(text), () => {
      for (const [profile, expected] of releases({ helm4, helm3 })) {
        const printed = outcome(() => {
          const chart = makeChart({ 'Chart.yaml': text }, { profile });
          checkInstallable(chart, profile, () => undefined);
          checkDependencies(chart, profile);
          checkKubeVersion(chart, capabilities({}, profile), profile);
          return json(chartObject(chart, profile));
        });
        expect(printed).toBe(expected);
      }
    });
  }
});
