import { describe, expect, it } from 'vitest';
import { formatValue } from '../../src/gotemplate/format.ts';
import { typeOf, type GoObject, type Slice } from '../../src/gotemplate/value.ts';
import { capabilities } from '../../src/helm/capabilities.ts';
import { HELM_3, HELM_4, type Profile } from '../../src/helm/profile.ts';
import { json, outcome, releases } from './make-chart.ts';

function kubeVersion(version: string, profile: Profile): string {
  const object = capabilities({ kubeVersion: version }, profile).fields.get('KubeVersion') as GoObject;
  const texts = ['String', 'GitVersion'].map((name) => object.methods.get(name)!.call() as string);
  return [formatValue(object), ...texts].join(' ');
}

/** A --kube-version; the struct as printed, its String and GitVersion in Helm 4 and Helm 3. */
const VERSIONS: readonly (readonly [string, string, string?])[] = [
  ['', '{v1.36.0 v1.36.0 1 36} v1.36.0 v1.36.0', '{v1.34.0 1 34} v1.34.0 v1.34.0'],
  ['v1.29', '{v1.29 v1.29 1 29} v1.29 v1.29', '{v1.29 1 29} v1.29 v1.29'],
  [
    '1.30.3-gke.1+x',
    '{v1.30.3-gke.1+x v1.30.3 1 30} v1.30.3 v1.30.3-gke.1+x',
    '{v1.30.3 1 30} v1.30.3 v1.30.3',
  ],
  ['1.02', '{v1.02 v1.2 1 2} v1.2 v1.02', '{v1.2 1 2} v1.2 v1.2'],
  [' v1.2', '{v v1.2 v1.2 1 2} v1.2 v v1.2', '{v1.2 1 2} v1.2 v1.2'],
  ['1.2.3.4', '{v1.2.3.4 v1.2.3.4 1 2} v1.2.3.4 v1.2.3.4', '{v1.2.3.4 1 2} v1.2.3.4 v1.2.3.4'],
  ['1', `!invalid kube version '1': illegal version string "1"`],
  ['v', `!invalid kube version 'v': could not parse "v" as version`],
  ['1.x', `!invalid kube version '1.x': illegal version string "1.x"`],
  ['01.2', `!invalid kube version '01.2': illegal zero-prefixed version component "01" in "01.2"`],
  [
    '99999999999999999999.1',
    `!invalid kube version '99999999999999999999.1': illegal non-numeric version component "99999999999999999999" in "99999999999999999999.1": strconv.ParseUint: parsing "99999999999999999999": value out of range`,
  ],
];

describe('capabilities', () => {
  for (const [version, helm4, helm3] of VERSIONS) {
    it(`Kubernetes version ${JSON.stringify(version)}`, () => {
      for (const [profile, expected] of releases({ helm4, helm3 })) {
        expect(outcome(() => kubeVersion(version, profile))).toBe(expected);
      }
    });
  }

  it('has the API versions of its release, and those added', () => {
    const versions = (profile: Profile): Slice =>
      capabilities({ apiVersions: ['foo/v1', 'baz'] }, profile).fields.get('APIVersions') as Slice;
    const [helm4, helm3] = [versions(HELM_4), versions(HELM_3)];
    expect([helm4.items.length, helm3.items.length]).toEqual([55 + 2, 57 + 2]);
    expect(helm4.items.slice(0, 3)).toEqual([
      'v1',
      'admissionregistration.k8s.io/v1',
      'admissionregistration.k8s.io/v1alpha1',
    ]);
    expect(helm4.items.slice(-3)).toEqual(['apiextensions.k8s.io/v1', 'foo/v1', 'baz']);
    const only3 = helm3.items.filter((version) => !helm4.items.includes(version));
    const only4 = helm4.items.filter((version) => !helm3.items.includes(version));
    expect(only3).toEqual([
      'autoscaling/v2beta1',
      'autoscaling/v2beta2',
      'scheduling.k8s.io/v1alpha1',
      'storagemigration.k8s.io/v1alpha1',
    ]);
    expect(only4).toEqual(['scheduling.k8s.io/v1alpha2', 'storagemigration.k8s.io/v1beta1']);
    const has = (version: string): unknown => helm4.methods.get('Has')!.call(version);
    expect([has('foo/v1'), has('apps/v1'), has('apps/v1/Deployment')]).toEqual([true, true, false]);
  });

  it.each([
    [
      HELM_4,
      '{"version":"v4.2.4","go_version":"go1.26.8","kube_client_version":"v1.36"}',
      '{v4.2.4   go1.26.8 v1.36}',
    ],
    [HELM_3, '{"version":"v3.19.5","go_version":"go1.26.8"}', '{v3.19.5   go1.26.8}'],
  ])('names Helm (%j)', (profile, encoded, printed) => {
    const helm = capabilities({}, profile).fields.get('HelmVersion')!;
    expect([json(helm), formatValue(helm)]).toEqual([encoded, printed]);
  });

  it('has the Go types of its release', () => {
    const types = [HELM_4, HELM_3].map((profile) => {
      const object = capabilities({}, profile);
      return [object, ...object.fields.values()].map(typeOf);
    });
    expect(types).toEqual([
      ['*common.Capabilities', 'common.KubeVersion', 'common.VersionSet', 'version.BuildInfo'],
      ['*chartutil.Capabilities', 'chartutil.KubeVersion', 'chartutil.VersionSet', 'version.BuildInfo'],
    ]);
  });
});
