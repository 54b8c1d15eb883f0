import { nodeAt, textOf, type Mapping } from '../../k8s/node.ts';
import { isWithin } from '../field-path.ts';
import type { Meaning, DifferentResource } from '../meaning.ts';
import { templatePath } from '../pod-specs.ts';

/** Pods are made anew where the template that they are made from changed. */
export function podsRestart({ change, name, after, fields }: DifferentResource): Meaning[] {
  const template = templatePath(name.kind);
  if (change !== 'changed' || template === undefined || after === undefined) return [];
  if (!fields.some(({ path }) => isWithin(path, template))) return [];
  const sentence = SENTENCES[name.kind]?.(after);
  return sentence === undefined ? [] : [{ code: 'PODS_RESTART', ...sentence }];
}

type Told = Omit<Meaning, 'code'>;

const SENTENCES: Readonly<Record<string, (resource: Mapping) => Told | undefined>> = {
  Deployment: (deployment) =>
    restart(deployment, textAt(deployment, 'strategy', 'type') === 'Recreate' ? 'recreated' : 'rolled'),
  StatefulSet: (set) =>
    restart(set, textAt(set, 'updateStrategy', 'type') === 'OnDelete' ? 'untouched' : 'ordered'),
  DaemonSet: (set) =>
    textAt(set, 'updateStrategy', 'type') === 'OnDelete'
      ? notice('its pods change only when they are deleted (OnDelete)')
      : notice('its pods restart, node by node'),
  CronJob: () => ({ severity: 'routine', sentence: 'its next run uses the new pod template' }),
};

/** How pods come to be replaced. */
type Way = 'recreated' | 'rolled' | 'untouched' | 'ordered';

function restart(workload: Mapping, way: Way): Told {
  const replicas = textAt(workload, 'replicas');
  if (replicas === '0') return { severity: 'routine', sentence: 'it has no pods that could restart' };
  const one = (replicas ?? '1') === '1' && nodeAt(workload, ['spec', 'replicas']) !== undefined;
  const pods = one ? 'its only pod' : replicas === undefined ? 'its pods' : `its ${replicas} pods`;
  const verb = one ? 'restarts' : 'restart';
  switch (way) {
    case 'recreated':
      return notice(
        `${pods} ${one ? 'stops' : 'stop'} before ${one ? 'a new one starts' : 'new ones start'} (Recreate)`,
      );
    case 'untouched':
      return notice(`${pods} ${one ? 'changes' : 'change'} only when deleted (OnDelete)`);
    case 'rolled':
      return notice(`${pods} ${verb}, new before old (RollingUpdate${limitsOf(workload)})`);
    case 'ordered':
      return notice(one ? `${pods} restarts and is away meanwhile` : `${pods} restart, one after the other`);
  }
}

function limitsOf(workload: Mapping): string {
  const limits = ['maxSurge', 'maxUnavailable'].flatMap((limit) => {
    const text = textAt(workload, 'strategy', 'rollingUpdate', limit);
    return text === undefined ? [] : [`${limit} ${text}`];
  });
  return limits.length === 0 ? '' : `, ${limits.join(', ')}`;
}

function textAt(workload: Mapping, ...path: string[]): string | undefined {
  return textOf(nodeAt(workload, ['spec', ...path]));
}

function notice(sentence: string): Told {
  return { severity: 'notice', sentence };
}
