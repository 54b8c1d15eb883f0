import { fieldOf, nodeAt, textOf, type Mapping } from '../../k8s/node.ts';
import type { DifferentResource, Meaning, Severity } from '../meaning.ts';
import { containersOf, elementsOf, podSpec, textsOf } from '../pod-specs.ts';

/** Capabilities with which a container rules its node, or its network. */
const STRONG = ['ALL', 'SYS_ADMIN', 'NET_ADMIN', 'SYS_PTRACE', 'SYS_MODULE', 'DAC_READ_SEARCH', 'BPF'];

/** Pods may do more on their nodes than before. */
export function privileged({ before, after }: DifferentResource): Meaning[] {
  const spec = podSpec(after);
  if (spec === undefined) return [];
  const known = powersOf(podSpec(before));
  return [...powersOf(spec)]
    .filter(([sentence]) => !known.has(sentence))
    .map(([sentence, severity]) => ({ code: 'PRIVILEGED', severity, sentence }));
}

function powersOf(spec: Mapping | undefined): Map<string, Severity> {
  const powers = new Map<string, Severity>();
  for (const field of ['hostNetwork', 'hostPID', 'hostIPC']) {
    if (textOf(spec?.get(field)) === 'true')
      powers.set(`its pods share the node's ${HOST[field]} (${field})`, 'danger');
  }
  for (const volume of elementsOf(spec?.get('volumes'))) {
    const path = textOf(nodeAt(volume, ['hostPath', 'path']));
    if (path !== undefined) powers.set(`its pods see ${path} of their node (hostPath)`, 'notice');
  }
  const runsAsRoot = asRoot(spec?.get('securityContext'));
  for (const [name, container] of containersOf(spec)) addPowers(name, container, runsAsRoot, powers);
  return powers;
}

const HOST: Readonly<Record<string, string>> = {
  ...{ hostNetwork: 'network', hostPID: 'processes', hostIPC: 'shared memory' },
};

function addPowers(
  name: string,
  container: Mapping,
  podIsRoot: boolean,
  powers: Map<string, Severity>,
): void {
  const context = container.get('securityContext');
  const says = (field: string): string | undefined => textOf(fieldOf(context, field));
  if (says('privileged') === 'true') powers.set(`container ${name} rules its node (privileged)`, 'danger');
  if (says('allowPrivilegeEscalation') === 'true') {
    powers.set(`container ${name} may gain rights (allowPrivilegeEscalation)`, 'notice');
  }
  for (const capability of textsOf(nodeAt(context, ['capabilities', 'add']))) {
    const severity = STRONG.includes(capability.replace(/^CAP_/, '')) ? 'danger' : 'notice';
    powers.set(`container ${name} gets the capability ${capability}`, severity);
  }
  const hasOwn = says('runAsUser') !== undefined || says('runAsNonRoot') !== undefined;
  if (hasOwn ? asRoot(context) : podIsRoot) powers.set(`container ${name} runs as root`, 'notice');
}

/** Only what is said counts: an image may run as root without it. */
function asRoot(context: ReturnType<Mapping['get']>): boolean {
  const user = textOf(fieldOf(context, 'runAsUser'));
  return user === '0' || (user === undefined && textOf(fieldOf(context, 'runAsNonRoot')) === 'false');
}
