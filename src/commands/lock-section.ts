import { digestOf } from '../project/digest.ts';
import type { LockedDependency, LockSection } from '../project/lock.ts';
import type { Base } from '../unpack/base.ts';
import { keptValues } from '../unpack/kept-values.ts';
import type { BaseReport } from '../unpack/report.ts';
import type { WithoutGenerated } from '../unpack/without-generated.ts';
import type { Policies } from '../unpack/policies.ts';
import type { AppDefinition } from './define-app.ts';
import type { FetchedDependency } from './fetch-dependencies.ts';
import type { OpenedUpstream } from './open-upstream.ts';
import { profileFor } from './render-choices.ts';

interface Made {
  readonly definition: AppDefinition;
  readonly opened: OpenedUpstream;
  readonly policies: Policies;
  readonly base: Base;
  readonly report: BaseReport;
  readonly fixed: WithoutGenerated;
  readonly kubeVersion: string;
}

/** What a lock says of a base. No secret, no time, nothing of this machine: the same input gives the same section. */
export function lockSection({
  definition,
  opened,
  policies,
  base,
  report,
  fixed,
  kubeVersion,
}: Made): LockSection {
  const { yaml, release, namespace, valuesText } = definition;
  return {
    upstream: { source: opened.source, ...opened.upstream },
    ...(opened.dependencies?.length && { dependencies: opened.dependencies.map(lockedDependency) }),
    engine: 'infra',
    profile: `helm ${profileFor(yaml.helmVersion ?? '4.2').version}`,
    release,
    namespace,
    kubeVersion,
    apiVersions: yaml.apiVersions,
    values: digestOf(valuesText ?? ''),
    policies: { ...policies },
    files: sorted([...base.files].map(([name, text]) => [name, digestOf(text)])),
    resources: sorted(base.resources.map(({ identity, file }) => [identity, file])),
    dropped: report.dropped,
    changed: grouped(report.changed),
    secrets: sorted(
      [...fixed.secrets].map(([identity, { keys, generators }]) => [identity, { keys, generators }]),
    ),
    ...keptValues(fixed, base.resources),
  };
}

function lockedDependency({ name, version, upstream: { digest } }: FetchedDependency): LockedDependency {
  return { name, version, ...(digest !== undefined && { digest }) };
}

function sorted<Item>(entries: readonly (readonly [string, Item])[]): Record<string, Item> {
  return Object.fromEntries([...entries].sort(([a], [b]) => (a < b ? -1 : 1)));
}

/** The same change of several resources is told once. */
function grouped(changed: BaseReport['changed']): LockSection['changed'] {
  const groups = new Map<string, { policy: string; detail: string; what: string[] }>();
  for (const { policy, detail, what } of changed) {
    const key = `${policy}\n${detail}`;
    const group = groups.get(key);
    if (group === undefined) groups.set(key, { policy, detail, what: [what] });
    else group.what.push(what);
  }
  return [...groups.values()];
}
