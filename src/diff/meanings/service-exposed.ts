import { nodeAt, textOf, type Mapping } from '../../k8s/node.ts';
import type { DifferentResource, Meaning } from '../meaning.ts';
import { elementsOf, textsOf } from '../pod-specs.ts';

const REACH: ReadonlyMap<string, string> = new Map([
  ['LoadBalancer', 'it can be reached from outside the cluster (LoadBalancer)'],
  ['NodePort', 'it can be reached at a port of every node (NodePort)'],
]);

/** Something can be reached from where it could not. */
export function serviceExposed({ name, before, after }: DifferentResource): Meaning[] {
  if (name.kind === 'Ingress') return newHosts(before, after);
  if (name.kind !== 'Service' || name.group !== '') return [];
  const type = textOf(nodeAt(after, ['spec', 'type'])) ?? '';
  const reach = textOf(nodeAt(before, ['spec', 'type'])) === type ? undefined : REACH.get(type);
  const known = addressesOf(before);
  const addresses = addressesOf(after).filter((address) => !known.includes(address));
  const sentences = reach === undefined ? [] : [reach];
  if (addresses.length > 0) sentences.push(`it answers at ${addresses.join(', ')} (externalIPs)`);
  return sentences.map(noticeOf);
}

function addressesOf(service: Mapping | undefined): string[] {
  return textsOf(nodeAt(service, ['spec', 'externalIPs']));
}

function newHosts(before: Mapping | undefined, after: Mapping | undefined): Meaning[] {
  const known = hostsOf(before);
  const hosts = hostsOf(after).filter((host) => !known.includes(host));
  return hosts.length === 0 ? [] : [noticeOf(`it answers at ${hosts.join(', ')}`)];
}

function hostsOf(ingress: Mapping | undefined): string[] {
  const rules = elementsOf(nodeAt(ingress, ['spec', 'rules']));
  return [...new Set(rules.map((rule) => textOf(rule.get('host')) ?? 'any host'))];
}

function noticeOf(sentence: string): Meaning {
  return { code: 'SERVICE_EXPOSED', severity: 'notice', sentence };
}
