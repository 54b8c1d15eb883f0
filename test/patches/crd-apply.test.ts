import { expect, test } from 'vitest';
import { describeChart } from './describe-chart.ts';
import type { Resource } from './resources.ts';

const MONITORING = {
  archive: 'kube-prometheus-stack-88.5.3.tgz',
  app: 'monitoring',
  namespace: 'monitoring',
};
const ARGO_CD = { archive: 'argo-cd-10.1.1.tgz', app: 'argo-cd', namespace: 'argocd' };
const OPTIONS = 'argocd.argoproj.io/sync-options';
/** What the annotation of a client-side apply holds at most. */
const LIMIT = 262_144;

function optionsOf({ metadata }: Resource): string[] {
  return (metadata.annotations?.[OPTIONS] ?? '').split(',');
}

describeChart(MONITORING, 'CRDs that do not fit into an annotation', (fresh) => {
  test('are applied by the server, no CRD is pruned, and a patch of one holds', async () => {
    const repository = fresh();
    const crd = 'crd/prometheuses.monitoring.coreos.com';
    repository.run(`
      infra patch $T ${crd} --set 'metadata.annotations.[${OPTIONS}]=ServerSideApply=true,Prune=confirm,Delete=false'
      infra patch $T 'crd/*' --set 'metadata.labels.[example.com/team]=platform'
    `);
    const crds = (await repository.build()).kinds('CustomResourceDefinition');
    const large = crds.filter((each) => JSON.stringify(each).length > LIMIT);
    expect(large.length).toBeGreaterThan(4);
    for (const each of large) expect(optionsOf(each)).toContain('ServerSideApply=true');
    for (const each of crds) {
      expect(each.metadata.labels?.['example.com/team']).toBe('platform');
      const isPatched = each.metadata.name === 'prometheuses.monitoring.coreos.com';
      expect(optionsOf(each)).toContain(isPatched ? 'Prune=confirm' : 'Prune=false');
    }
  });
});

describeChart(ARGO_CD, 'CRDs that their chart wants kept', (fresh) => {
  test('are neither pruned nor deleted, and the large one is applied by the server', async () => {
    const repository = fresh();
    repository.run('infra add $T');
    const crds = (await repository.build()).kinds('CustomResourceDefinition');
    for (const each of crds)
      expect(optionsOf(each)).toEqual(expect.arrayContaining(['Prune=false', 'Delete=false']));
    const large = crds.filter((each) => JSON.stringify(each).length > LIMIT);
    expect(large.map(({ metadata }) => metadata.name)).toEqual(['applicationsets.argoproj.io']);
    for (const each of large) expect(optionsOf(each)).toContain('ServerSideApply=true');
  });
});
