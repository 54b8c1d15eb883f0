import { define } from '../gotemplate/function.ts';
import { Slice, type Methods, type Value } from '../gotemplate/value.ts';
import { defaultApiVersions } from './api-versions.ts';
import { defaultKubeVersion, parseKubeVersion, type KubeVersion } from './kube-version.ts';
import type { Profile } from './profile.ts';
import { StructObject } from './struct-object.ts';

export interface CapabilityOptions {
  readonly kubeVersion?: string;
  /** added to the API versions that the cluster is taken to serve */
  readonly apiVersions?: readonly string[];
}

/** The version of Go that the pinned releases of Helm are built with. */
const GO_VERSION = 'go1.26.8';

/** `.Capabilities`: what a cluster and Helm can do. */
export class Capabilities extends StructObject {
  readonly kubeVersion: KubeVersion;

  constructor(kubeVersion: KubeVersion, apiVersions: string[], profile: Profile) {
    const fields = new Map<string, Value>([
      ['KubeVersion', kubeVersionObject(kubeVersion, profile)],
      ['APIVersions', versionSet(apiVersions, profile)],
      ['HelmVersion', helmVersion(profile)],
    ]);
    super(`*${packageName(profile)}.Capabilities`, fields, { kind: 'ptr' });
    this.kubeVersion = kubeVersion;
  }
}

/**
 * The capabilities that Helm assumes without a cluster, or those the user names.
 *
 * @throws InfraError USAGE for a Kubernetes version that is none
 */
export function capabilities(
  { kubeVersion, apiVersions = [] }: CapabilityOptions,
  profile: Profile,
): Capabilities {
  const version = kubeVersionOf(kubeVersion, profile);
  return new Capabilities(version, [...defaultApiVersions(profile), ...apiVersions], profile);
}

/** The version that the user names, or that which Helm assumes. Throws InfraError USAGE for one that is none. */
export function kubeVersionOf(named: string | undefined, profile: Profile): KubeVersion {
  return named ? parseKubeVersion(named, profile) : defaultKubeVersion(profile);
}

function packageName({ major }: Profile): string {
  return major === 4 ? 'common' : 'chartutil';
}

/** Printed as a value it shows all its fields; its String method, which templates call where they can, the version. */
function kubeVersionObject(
  { version, normalized, major, minor }: KubeVersion,
  profile: Profile,
): StructObject {
  const fields = new Map<string, Value>([
    ['Version', version],
    ['Major', major],
    ['Minor', minor],
  ]);
  const methods: Methods = new Map([
    ['GitVersion', define([], () => version)],
    ['String', define([], () => normalized)],
  ]);
  const all = profile.major === 4 ? [version, normalized, major, minor] : [version, major, minor];
  const print = (): string => `{${all.join(' ')}}`;
  return new StructObject(`${packageName(profile)}.KubeVersion`, fields, { methods, print });
}

function versionSet(versions: string[], profile: Profile): Slice {
  const known = new Set(versions);
  const methods: Methods = new Map([['Has', define(['string'], (version) => known.has(version))]]);
  return new Slice('string', versions, { type: `${packageName(profile)}.VersionSet`, methods });
}

function helmVersion({ version, major }: Profile): StructObject {
  const fields = new Map<string, Value>([
    ['Version', `v${version}`],
    ['GitCommit', ''],
    ['GitTreeState', ''],
    ['GoVersion', GO_VERSION],
  ]);
  const json = new Map<string, Value>([
    ['version', `v${version}`],
    ['go_version', GO_VERSION],
  ]);
  if (major === 4) {
    fields.set('KubeClientVersion', 'v1.36');
    json.set('kube_client_version', 'v1.36');
  }
  return new StructObject('version.BuildInfo', fields, { json: () => json });
}
