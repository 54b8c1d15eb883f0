import type { Dependency, Metadata } from '../helm/chart.ts';
import { isCompatible } from '../helm/dependencies.ts';
import type { Profile } from '../helm/profile.ts';
import { readYaml } from '../k8s/yaml/read.ts';
import { InfraError } from '../lib/error.ts';
import { fromBytes } from '../lib/utf8.ts';

/**
 * The version of each dependency in the lock file of a chart; undefined if it has none. Throws InfraError CHART for one that
 * does not fit what the chart declares.
 */
export function lockedVersions(
  files: ReadonlyMap<string, Uint8Array>,
  metadata: Metadata,
  profile: Profile,
): Map<Dependency, string> | undefined {
  const file = metadata.apiVersion === 'v1' ? 'requirements.lock' : 'Chart.lock';
  const text = files.get(file);
  if (text === undefined) return undefined;
  const locked = readLock(text);
  const versions = new Map<Dependency, string>();
  for (const dependency of (metadata.dependencies ?? []) as Dependency[]) {
    const { name, version, repository } = dependency;
    const index = locked.findIndex((entry) => entry.name === name && entry.repository === repository);
    const [entry] = index < 0 ? [] : locked.splice(index, 1);
    if (entry === undefined || !isCompatible(version === '' ? '*' : version, entry.version, profile))
      throw outOfSync(file, metadata, name);
    versions.set(dependency, entry.version);
  }
  return versions;
}

interface LockedDependency {
  readonly name: string;
  readonly version: string;
  readonly repository: string;
}

/** That the file is YAML was checked when the chart was loaded. */
function readLock(text: Uint8Array): LockedDependency[] {
  const data = readYaml(fromBytes(text));
  const list = data instanceof Map ? data.get('dependencies') : undefined;
  if (!Array.isArray(list)) return [];
  return list.map((item) => {
    const field = (name: string): string => {
      const value = item instanceof Map ? item.get(name) : undefined;
      return typeof value === 'string' ? value : '';
    };
    return { name: field('name'), version: field('version'), repository: field('repository') };
  });
}

function outOfSync(file: string, { apiVersion }: Metadata, name: string): InfraError {
  const declaring = apiVersion === 'v1' ? 'requirements.yaml' : 'Chart.yaml';
  const message = `the lock file (${file}) is out of sync with the dependencies file (${declaring}): ${name}`;
  return new InfraError('CHART', message, {
    location: { file },
    hint: 'update it: helm dependency update',
  });
}
