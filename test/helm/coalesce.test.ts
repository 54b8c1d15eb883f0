import { describe, expect, it } from 'vitest';
import { coalesceValues } from '../../src/helm/coalesce.ts';
import { HELM_4 } from '../../src/helm/profile.ts';
import { json, makeChart, releases } from './make-chart.ts';
import { releaseValues, type ValuesCase } from './release-values.ts';

const CASES: readonly ValuesCase[] = [
  {
    title: 'null default',
    files: {
      'Chart.yaml': '{apiVersion: v2, name: r, version: 1.0.0}',
      'values.yaml': 'k: null\na: {b: null, c: {d: null}}',
    },
    user: '{}',
    helm4: '{"a":{"c":{}}}',
    helm3: '{"a":{"b":null,"c":{"d":null}},"k":null}',
  },
  {
    title: 'null in a table that the user adds to',
    files: { 'Chart.yaml': '{apiVersion: v2, name: r, version: 1.0.0}', 'values.yaml': 'a: {b: null}' },
    user: 'a: {c: 1}',
    helm4: '{"a":{"c":1}}',
    helm3: '{"a":{"b":null,"c":1}}',
  },
  {
    title: 'user null over a value and over nothing',
    files: { 'Chart.yaml': '{apiVersion: v2, name: r, version: 1.0.0}', 'values.yaml': 'a: {b: 1}\nx: 1' },
    user: 'a: {b: null, c: null}\nx: null\nw: null',
    helm4: '{"a":{"c":null},"w":null}',
    helm3: '{"a":{},"w":null}',
  },
  {
    title: 'table over scalar, scalar over table, list over list',
    files: {
      'Chart.yaml': '{apiVersion: v2, name: r, version: 1.0.0}',
      'values.yaml': 'a: 1\nb: {c: 1}\nl: [1, 2]',
    },
    user: 'a: {x: 1}\nb: 2\nl: [3]',
    helm4: '{"a":{"x":1},"b":2,"l":[3]}',
  },
  {
    title: 'null of the parent for a default of the subchart',
    files: {
      'Chart.yaml': '{apiVersion: v2, name: r, version: 1.0.0}',
      'values.yaml': 's: {x: null}',
      'charts/s/Chart.yaml': '{apiVersion: v2, name: s, version: 1.0.0}',
      'charts/s/values.yaml': 'x: 1\nw: 2',
    },
    user: '{}',
    helm4: '{"s":{"global":{},"w":2,"x":1}}',
    helm3: '{"s":{"global":{},"w":2}}',
  },
  {
    title: 'user null for a default of the subchart',
    files: {
      'Chart.yaml': '{apiVersion: v2, name: r, version: 1.0.0}',
      'values.yaml': 's: {z: 1}',
      'charts/s/Chart.yaml': '{apiVersion: v2, name: s, version: 1.0.0}',
      'charts/s/values.yaml': 'x: 1\nw: {a: 1, b: 2}',
    },
    user: 's: {x: null, w: {a: null}}',
    helm4: '{"s":{"global":{},"w":{"b":2},"z":1}}',
  },
  {
    title: 'globals win over those of the subchart',
    files: {
      'Chart.yaml': '{apiVersion: v2, name: r, version: 1.0.0}',
      'values.yaml': 'global: {a: 1, t: {x: 1}, c: {w: 1}, d: 5}',
      'charts/s/Chart.yaml': '{apiVersion: v2, name: s, version: 1.0.0}',
      'charts/s/values.yaml': 'global: {a: 2, b: 3, t: {x: 2, w: 3}, c: 7, d: {z: 1}}',
    },
    user: 's: {global: {e: 1, c: 9}}',
    helm4:
      '{"global":{"a":1,"c":{"w":1},"d":5,"t":{"x":1}},"s":{"global":{"a":1,"b":3,"c":9,"d":5,"e":1,"t":{"w":3,"x":1}}}}',
  },
  {
    title: 'deep globals of a subchart are seen by its parent',
    files: {
      'Chart.yaml': '{apiVersion: v2, name: r, version: 1.0.0}',
      'values.yaml': 'global: {t: {u: {x: 1}}}',
      'charts/s/Chart.yaml': '{apiVersion: v2, name: s, version: 1.0.0}',
      'charts/s/values.yaml': 'global: {t: {u: {w: 2}, v: 1}}',
    },
    user: '{}',
    helm4: '{"global":{"t":{"u":{"w":2,"x":1}}},"s":{"global":{"t":{"u":{"w":2,"x":1},"v":1}}}}',
  },
  {
    title: 'globals that are no table',
    files: {
      'Chart.yaml': '{apiVersion: v2, name: r, version: 1.0.0}',
      'values.yaml': 'global: 5',
      'charts/s/Chart.yaml': '{apiVersion: v2, name: s, version: 1.0.0}',
    },
    user: '{}',
    helm4: '{"global":5,"s":{}}',
  },
  {
    title: 'null globals',
    files: {
      'Chart.yaml': '{apiVersion: v2, name: r, version: 1.0.0}',
      'values.yaml': 'global: {a: null, t: {b: null}}',
      'charts/s/Chart.yaml': '{apiVersion: v2, name: s, version: 1.0.0}',
      'charts/s/values.yaml': 'global: {a: 1, t: {b: 2}}',
    },
    user: 'global: {c: null}',
    helm4: '{"global":{"c":null,"t":{}},"s":{"global":{"a":1,"c":null,"t":{"b":2}}}}',
    helm3: '{"global":{"a":null,"t":{"b":null}},"s":{"global":{"t":{}}}}',
  },
  {
    title: 'subchart values that are no table',
    files: {
      'Chart.yaml': '{apiVersion: v2, name: r, version: 1.0.0}',
      'values.yaml': 's: 5',
      'charts/s/Chart.yaml': '{apiVersion: v2, name: s, version: 1.0.0}',
    },
    user: '{}',
    helm4: '!type mismatch on s: %!t(float64=5)',
  },
  {
    title: 'null for a subchart',
    files: {
      'Chart.yaml': '{apiVersion: v2, name: r, version: 1.0.0}',
      'charts/s/Chart.yaml': '{apiVersion: v2, name: s, version: 1.0.0}',
    },
    user: 's: null',
    helm4: '!type mismatch on s: %!t(<nil>)',
  },
  {
    title: 'list for a declared subchart',
    files: {
      'Chart.yaml': '{apiVersion: v2, name: r, version: 1.0.0, dependencies: [{name: s, version: "*"}]}',
      'charts/s/Chart.yaml': '{apiVersion: v2, name: s, version: 1.0.0}',
    },
    user: 's: [a]',
    helm4: '!chart dependencies processing failed: type mismatch on s: [%!t(string=a)]',
    helm3: '!type mismatch on s: [%!t(string=a)]',
  },
  {
    title: 'defaults of declared subcharts reach the parent',
    files: {
      'Chart.yaml': '{apiVersion: v2, name: r, version: 1.0.0, dependencies: [{name: s, version: "*"}]}',
      'values.yaml': 's: {x: null, k: null}',
      'charts/s/Chart.yaml': '{apiVersion: v2, name: s, version: 1.0.0}',
      'charts/s/values.yaml': 'x: 1\nw: null\nz: {a: null}',
    },
    user: 's: {z: {b: 1}}',
    helm4: '{"s":{"global":{},"k":null,"z":{"a":null,"b":1}}}',
    helm3: '{"s":{"global":{},"k":null,"z":{"b":1}}}',
  },
];

describe('coalesceValues', () => {
  for (const row of CASES) {
    for (const [profile, expected] of releases(row)) {
      it(`${row.title} (${profile.version})`, () => {
        expect(releaseValues(row, profile)).toBe(expected);
      });
    }
  }

  it('leaves its arguments as they are', () => {
    const chart = makeChart({
      'Chart.yaml': '{name: r, version: 1.0.0}',
      'values.yaml': 'a: {b: null, l: [{c: 1}]}',
    });
    const user = new Map([['a', new Map([['d', null]])]]);
    const values = coalesceValues(chart, user, HELM_4, () => undefined);
    (values.get('a') as Map<string, string>).set('new', 'x');
    (values.get('a') as Map<string, Map<string, string>[]>).get('l')![0]!.set('new', 'x');
    expect(json(chart.values)).toBe('{"a":{"b":null,"l":[{"c":1}]}}');
    expect(json(user)).toBe('{"a":{"d":null}}');
  });

  it('warns as Helm does', () => {
    const chart = makeChart({
      'Chart.yaml': '{name: r, version: 1.0.0}',
      'values.yaml': 'a: 1\nt: {u: {x: 1}, v: 2}',
    });
    const user = new Map([
      ['a', new Map()],
      [
        't',
        new Map<string, unknown>([
          ['u', 5],
          ['v', new Map()],
        ]),
      ],
    ]) as never;
    const warnings: string[] = [];
    coalesceValues(chart, user, HELM_4, (message) => warnings.push(message));
    expect(warnings).toEqual([
      'warning: skipped value for r.a: Not a table.',
      'warning: cannot overwrite table with non table for r.t.u (map[x:1])',
      'warning: destination for r.t.v is a table. Ignoring non-table value (2)',
    ]);
  });
});
