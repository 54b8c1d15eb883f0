import { describe, expect, it } from 'vitest';
import { chartFullPath } from '../../src/helm/chart.ts';
import { processDependencies } from '../../src/helm/dependencies.ts';
import { HELM_3, HELM_4 } from '../../src/helm/profile.ts';
import { makeChart, releases } from './make-chart.ts';
import { releaseValues, type ValuesCase } from './release-values.ts';

const CASES: readonly ValuesCase[] = [
  {
    title: 'condition',
    files: {
      'Chart.yaml':
        '{apiVersion: v2, name: r, version: 1.0.0, dependencies: [{name: s, version: "*", condition: s.enabled}]}',
      'values.yaml': 's: {enabled: false}',
      'charts/s/Chart.yaml': '{apiVersion: v2, name: s, version: 1.0.0}',
    },
    user: '{}',
    helm4: '{"s":{"enabled":false}}',
  },
  {
    title: 'condition set by the user',
    files: {
      'Chart.yaml':
        '{apiVersion: v2, name: r, version: 1.0.0, dependencies: [{name: s, version: "*", condition: s.enabled}]}',
      'values.yaml': 's: {enabled: false}',
      'charts/s/Chart.yaml': '{apiVersion: v2, name: s, version: 1.0.0}',
    },
    user: 's: {enabled: true}',
    helm4: '{"s":{"enabled":true,"global":{}}}',
  },
  {
    title: 'first boolean of a condition',
    files: {
      'Chart.yaml':
        '{apiVersion: v2, name: r, version: 1.0.0, dependencies: [{name: s, version: "*", condition: "a.x,b,c"}]}',
      'values.yaml': 'b: text\nc: false',
      'charts/s/Chart.yaml': '{apiVersion: v2, name: s, version: 1.0.0}',
    },
    user: '{}',
    helm4: '{"b":"text","c":false}',
  },
  {
    title: 'spaces in a condition',
    files: {
      'Chart.yaml':
        '{apiVersion: v2, name: r, version: 1.0.0, dependencies: [{name: s, version: "*", condition: "a, c"}]}',
      'values.yaml': 'c: false',
      'charts/s/Chart.yaml': '{apiVersion: v2, name: s, version: 1.0.0}',
    },
    user: '{}',
    helm4: '{"c":false,"s":{"global":{}}}',
  },
  {
    title: 'default of the subchart decides',
    files: {
      'Chart.yaml':
        '{apiVersion: v2, name: r, version: 1.0.0, dependencies: [{name: s, version: "*", condition: s.enabled}]}',
      'charts/s/Chart.yaml': '{apiVersion: v2, name: s, version: 1.0.0}',
      'charts/s/values.yaml': 'enabled: false',
    },
    user: '{}',
    helm4: '{}',
  },
  {
    title: 'tags',
    files: {
      'Chart.yaml':
        '{apiVersion: v2, name: r, version: 1.0.0, dependencies: [{name: s, version: "*", tags: [t]}, {name: k, version: "*", tags: [t, u]}]}',
      'values.yaml': 'tags: {t: false, u: true}',
      'charts/s/Chart.yaml': '{apiVersion: v2, name: s, version: 1.0.0}',
      'charts/k/Chart.yaml': '{apiVersion: v2, name: k, version: 1.0.0}',
    },
    user: '{}',
    helm4: '{"k":{"global":{}},"tags":{"t":false,"u":true}}',
  },
  {
    title: 'condition over tags',
    files: {
      'Chart.yaml':
        '{apiVersion: v2, name: r, version: 1.0.0, dependencies: [{name: s, version: "*", tags: [t], condition: s.enabled}]}',
      'values.yaml': 'tags: {t: false}\ns: {enabled: true}',
      'charts/s/Chart.yaml': '{apiVersion: v2, name: s, version: 1.0.0}',
    },
    user: '{}',
    helm4: '{"s":{"enabled":true,"global":{}},"tags":{"t":false}}',
  },
  {
    title: 'tags that are no booleans',
    files: {
      'Chart.yaml':
        '{apiVersion: v2, name: r, version: 1.0.0, dependencies: [{name: s, version: "*", tags: [t]}]}',
      'values.yaml': 'tags: {t: "no"}',
      'charts/s/Chart.yaml': '{apiVersion: v2, name: s, version: 1.0.0}',
    },
    user: '{}',
    helm4: '{"s":{"global":{}},"tags":{"t":"no"}}',
  },
  {
    title: 'version that does not fit',
    files: {
      'Chart.yaml':
        '{apiVersion: v2, name: r, version: 1.0.0, dependencies: [{name: s, version: ">2", alias: q, condition: q.enabled}]}',
      'values.yaml': 'q: {enabled: false}',
      'charts/s/Chart.yaml': '{apiVersion: v2, name: s, version: 1.0.0}',
    },
    user: '{}',
    helm4: '{"q":{"enabled":false},"s":{"global":{}}}',
  },
  {
    title: 'no version',
    files: {
      'Chart.yaml': '{apiVersion: v2, name: r, version: 1.0.0, dependencies: [{name: s, alias: q}]}',
      'charts/s/Chart.yaml': '{apiVersion: v2, name: s, version: 1.0.0}',
    },
    user: '{}',
    helm4: '{"s":{"global":{}}}',
  },
  {
    title: 'two aliases',
    files: {
      'Chart.yaml':
        '{apiVersion: v2, name: r, version: 1.0.0, dependencies: [{name: s, version: "*", alias: q}, {name: s, version: "*"}]}',
      'values.yaml': 'q: {x: 2}',
      'charts/s/Chart.yaml': '{apiVersion: v2, name: s, version: 1.0.0}',
      'charts/s/values.yaml': 'x: 1',
    },
    user: '{}',
    helm4: '{"q":{"global":{},"x":2},"s":{"global":{},"x":1}}',
  },
  {
    title: 'nested alias of a chart used twice',
    files: {
      'Chart.yaml':
        '{apiVersion: v2, name: r, version: 1.0.0, dependencies: [{name: s, version: "*", alias: q}, {name: s, version: "*"}]}',
      'charts/s/Chart.yaml':
        '{apiVersion: v2, name: s, version: 1.0.0, dependencies: [{name: k, version: "*", alias: m}]}',
      'charts/s/charts/k/Chart.yaml': '{apiVersion: v2, name: k, version: 1.0.0}',
      'charts/s/charts/k/values.yaml': 'x: 1',
    },
    user: '{}',
    helm4: '{"q":{"global":{},"m":{"global":{},"x":1}},"s":{"global":{},"m":{"global":{},"x":1}}}',
    helm3: '{"q":{"global":{},"m":{"global":{},"x":1}},"s":{"global":{},"k":{"global":{},"x":1}}}',
  },
  {
    title: 'nested condition',
    files: {
      'Chart.yaml': '{apiVersion: v2, name: r, version: 1.0.0, dependencies: [{name: s, version: "*"}]}',
      'values.yaml': 's: {k: {enabled: false}}',
      'charts/s/Chart.yaml':
        '{apiVersion: v2, name: s, version: 1.0.0, dependencies: [{name: k, version: "*", condition: k.enabled}]}',
      'charts/s/charts/k/Chart.yaml': '{apiVersion: v2, name: k, version: 1.0.0}',
      'charts/s/charts/k/values.yaml': 'enabled: true',
    },
    user: '{}',
    helm4: '{"s":{"global":{},"k":{"enabled":false}}}',
  },
  {
    title: 'import of exports',
    files: {
      'Chart.yaml':
        '{apiVersion: v2, name: r, version: 1.0.0, dependencies: [{name: s, version: "*", import-values: [d]}]}',
      'values.yaml': 'a: own',
      'charts/s/Chart.yaml': '{apiVersion: v2, name: s, version: 1.0.0}',
      'charts/s/values.yaml': 'exports: {d: {a: 1, b: 2}}',
    },
    user: 'b: user',
    helm4: '{"a":"own","b":"user","s":{"exports":{"d":{"a":1,"b":2}},"global":{}}}',
  },
  {
    title: 'import of a table',
    files: {
      'Chart.yaml':
        '{apiVersion: v2, name: r, version: 1.0.0, dependencies: [{name: s, version: "*", import-values: [{child: t.u, parent: p.q}, {child: t, parent: .}]}]}',
      'charts/s/Chart.yaml': '{apiVersion: v2, name: s, version: 1.0.0}',
      'charts/s/values.yaml': 't: {u: {a: 1, k: null}, z: 1}',
    },
    user: '{}',
    helm4: '{"p":{"q":{"a":1}},"s":{"global":{},"t":{"u":{"a":1},"z":1}},"u":{"a":1},"z":1}',
    helm3:
      '{"p":{"q":{"a":1,"k":null}},"s":{"global":{},"t":{"u":{"a":1},"z":1}},"u":{"a":1,"k":null},"z":1}',
  },
  {
    title: 'import of nothing',
    files: {
      'Chart.yaml':
        '{apiVersion: v2, name: r, version: 1.0.0, dependencies: [{name: s, version: "*", import-values: [d, {child: x}]}]}',
      'charts/s/Chart.yaml': '{apiVersion: v2, name: s, version: 1.0.0}',
      'charts/s/values.yaml': 'x: 1',
    },
    user: '{}',
    helm4: '{"s":{"global":{},"x":1}}',
  },
  {
    title: 'earlier imports win',
    files: {
      'Chart.yaml':
        '{apiVersion: v2, name: r, version: 1.0.0, dependencies: [{name: s, version: "*", import-values: [{child: a, parent: p}, {child: b, parent: p}]}]}',
      'charts/s/Chart.yaml': '{apiVersion: v2, name: s, version: 1.0.0}',
      'charts/s/values.yaml': 'a: {x: 1, t: {k: 1}}\nb: {x: 2, w: 3, t: {l: 2}}',
    },
    user: '{}',
    helm4:
      '{"p":{"t":{"k":1,"l":2},"w":3,"x":1},"s":{"a":{"t":{"k":1,"l":2},"w":3,"x":1},"b":{"t":{"l":2},"w":3,"x":2},"global":{}}}',
  },
  {
    title: 'import through two levels',
    files: {
      'Chart.yaml':
        '{apiVersion: v2, name: r, version: 1.0.0, dependencies: [{name: s, version: "*", import-values: [{child: i, parent: j}]}]}',
      'charts/s/Chart.yaml':
        '{apiVersion: v2, name: s, version: 1.0.0, dependencies: [{name: k, version: "*", import-values: [{child: g, parent: i}]}]}',
      'charts/s/charts/k/Chart.yaml': '{apiVersion: v2, name: k, version: 1.0.0}',
      'charts/s/charts/k/values.yaml': 'g: {x: 1}',
    },
    user: '{}',
    helm4: '{"j":{"x":1},"s":{"global":{},"i":{"x":1},"k":{"g":{"x":1},"global":{}}}}',
  },
  {
    title: 'missing',
    files: {
      'Chart.yaml':
        '{apiVersion: v2, name: r, version: 1.0.0, dependencies: [{name: s, version: "*"}, {name: k, version: 1}]}',
    },
    user: '{}',
    helm4:
      "!an error occurred while checking for chart dependencies. You may need to run 'helm dependency build' to fetch missing dependencies: found in Chart.yaml, but missing in charts/ directory: s, k",
    helm3:
      '!An error occurred while checking for chart dependencies. You may need to run `helm dependency build` to fetch missing dependencies: found in Chart.yaml, but missing in charts/ directory: s, k',
  },
  {
    title: 'no table for a subchart with dependencies',
    files: {
      'Chart.yaml': '{apiVersion: v2, name: r, version: 1.0.0, dependencies: [{name: s, version: "*"}]}',
      'values.yaml': 'k: 5',
      'charts/s/Chart.yaml':
        '{apiVersion: v2, name: s, version: 1.0.0, dependencies: [{name: k, version: "*"}]}',
      'charts/s/charts/k/Chart.yaml': '{apiVersion: v2, name: k, version: 1.0.0}',
    },
    user: '{}',
    helm4: '!chart dependencies processing failed: type mismatch on k: %!t(float64=5)',
    helm3: '!type mismatch on k: %!t(float64=5)',
  },
];

describe('processDependencies', () => {
  for (const row of CASES) {
    for (const [profile, expected] of releases(row)) {
      it(`${row.title} (${profile.version})`, () => {
        expect(releaseValues(row, profile)).toBe(expected);
      });
    }
  }

  it('gives the subcharts of an alias its path in Helm 4, the path of the original in Helm 3', () => {
    const files = {
      'Chart.yaml':
        '{apiVersion: v2, name: r, version: 1.0.0, dependencies: [{name: s, version: "*", alias: q}]}',
      'charts/s/Chart.yaml': '{name: s, version: 1.0.0}',
      'charts/s/charts/k/Chart.yaml': '{name: k, version: 1.0.0}',
    };
    const paths = [HELM_4, HELM_3].map((profile) => {
      const chart = makeChart(files, { profile });
      processDependencies(chart, new Map(), profile, () => undefined);
      return chartFullPath(chart.dependencies[0]!.dependencies[0]!);
    });
    expect(paths).toEqual(['r/charts/q/charts/k', 'r/charts/s/charts/k']);
  });
});
