import type { Profile } from './profile.ts';

/** Groups (the core group is empty) with their versions, in the order of client-go's scheme; both releases of Helm. */
const SHARED = `
v1
admissionregistration.k8s.io v1 v1alpha1 v1beta1
internal.apiserver.k8s.io v1alpha1
apps v1 v1beta1 v1beta2
authentication.k8s.io v1 v1alpha1 v1beta1
authorization.k8s.io v1 v1beta1
autoscaling v1 v2 AUTOSCALING
batch v1 v1beta1
certificates.k8s.io v1 v1beta1 v1alpha1
coordination.k8s.io v1alpha2 v1beta1 v1
discovery.k8s.io v1 v1beta1
events.k8s.io v1 v1beta1
extensions v1beta1
flowcontrol.apiserver.k8s.io v1 v1beta1 v1beta2 v1beta3
networking.k8s.io v1 v1beta1
node.k8s.io v1 v1alpha1 v1beta1
policy v1 v1beta1
rbac.authorization.k8s.io v1 v1beta1 v1alpha1
resource.k8s.io v1 v1beta2 v1beta1 v1alpha3
scheduling.k8s.io SCHEDULING v1beta1 v1
storage.k8s.io v1beta1 v1 v1alpha1
storagemigration.k8s.io MIGRATION
apiextensions.k8s.io v1beta1 v1`;

/** What differs: 4.2 is built with client-go 0.36, 3.19 with 0.34. */
const DIFFERENT: Readonly<Record<Profile['major'], Readonly<Record<string, string>>>> = {
  4: { AUTOSCALING: '', SCHEDULING: 'v1alpha2', MIGRATION: 'v1beta1' },
  3: { AUTOSCALING: 'v2beta1 v2beta2', SCHEDULING: 'v1alpha1', MIGRATION: 'v1alpha1' },
};

/** The API versions that a release of Helm takes a cluster to serve when it cannot ask one. */
export function defaultApiVersions({ major }: Profile): string[] {
  const lines = SHARED.replaceAll(/[A-Z]+/g, (name) => DIFFERENT[major][name]!)
    .trim()
    .split('\n');
  return lines.flatMap((line) => {
    const [group = '', ...versions] = line.trim().split(' ');
    return versions.length === 0 ? [group] : versions.map((version) => `${group}/${version}`);
  });
}
