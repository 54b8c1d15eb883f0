import { InfraError } from '../lib/error.ts';
import type { Capabilities } from './capabilities.ts';
import type { Chart } from './chart.ts';
import { isCompatible } from './dependencies.ts';
import type { Profile } from './profile.ts';

/**
 * Checks that a chart can be installed by itself; warns if it is deprecated.
 *
 * @throws InfraError CHART for a library
 */
export function checkInstallable(
  { metadata }: Chart,
  profile: Profile,
  warn: (message: string) => void,
): void {
  const { type, deprecated } = metadata;
  if (type !== '' && type !== 'application') throw refusal(`${type} charts are not installable`);
  if (deprecated) warn(profile.major === 4 ? 'this chart is deprecated' : 'This chart is deprecated');
}

/**
 * Checks the cluster's version against what the root chart asks for. Suffixes of the version (`-gke.1`) do not count.
 *
 * @throws InfraError CHART with Helm's message
 */
export function checkKubeVersion({ metadata }: Chart, { kubeVersion }: Capabilities, profile: Profile): void {
  const wanted = metadata.kubeVersion;
  if (wanted === '' || isCompatible(wanted, kubeVersion.normalized, profile)) return;
  throw refusal(
    `chart requires kubeVersion: ${wanted} which is incompatible with Kubernetes ${kubeVersion.version}`,
  );
}

function refusal(message: string): InfraError {
  return new InfraError('CHART', message, { location: { file: 'Chart.yaml' } });
}
