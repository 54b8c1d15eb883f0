import { describe, expect, test } from 'vitest';
import { HELM_4 } from '../../src/helm/profile.ts';
import { mergeValueOptions } from '../../src/helm/values.ts';
import { readNodes } from '../../src/k8s/yaml/read-nodes.ts';
import { valueCandidates } from '../../src/commands/find-value-candidates.ts';

const VALUES = `
replicas: 1
global: {registry: example.com}
web:
  replicaCount: 1
  image: {repository: shop/web}
  podAnnotations: {}
  config: {}
  args: [a]
worker:
  replicaCount: 1
  extra: null
  tag: 1.24.0
  global: {registry: example.com}
  description: one, two
`;

/** The assignments of the candidates, the likeliest first. */
function candidates(path: string, before: string, after: string, about: readonly string[] = []): string[] {
  const values = mergeValueOptions({ files: [{ name: 'values.yaml', text: VALUES }] }, () => '', HELM_4);
  const [old, fresh] = [before, after].map((text) => (text === '' ? undefined : readNodes(text)[0]!.root));
  const field = { path: path.split(' '), before: old, after: fresh, about };
  return valueCandidates(values, field, 8).map(({ assignments }) => assignments.join(' '));
}

describe('candidates', () => {
  test.each([
    ['the name counts', 'spec replicas', '1', '3', [], 'replicas=3'],
    [
      'and the resource',
      'spec replicaCount',
      '1',
      '3',
      ['Deployment', 'shop', 'worker'],
      'worker.replicaCount=3',
    ],
    ['and a container', 'containers name=web replicaCount', '1', '3', [], 'web.replicaCount=3'],
    ['the piece of a text', 'args 0', '--version=1.24.0-rc', '--version=1.25.0-rc', [], 'worker.tag=1.25.0'],
    [
      'a text with commas',
      'metadata annotations d',
      'one, two',
      'one, {three}',
      [],
      'worker.description=one\\, {three}',
    ],
    [
      'a text in braces',
      'metadata annotations d',
      'one, two',
      '"{three}"',
      [],
      'worker.description=\\{three}',
    ],
    ['what is null', 'spec extra', '', 'x', [], 'worker.extra=x'],
    [
      'a key of a mapping',
      'template metadata annotations a.b/c',
      '',
      'x',
      [],
      'web.podAnnotations.a\\.b/c=x',
    ],
    [
      'what goes into a ConfigMap',
      'data log-level',
      '',
      'debug',
      ['ConfigMap', 'web'],
      'web.config.log-level=debug',
    ],
    ['a list', 'containers name=web args', '[a]', '[b, "c,d"]', [], 'web.args={b,c\\,d}'],
    [
      'a tag that has no value yet',
      'containers name=web image',
      'h/shop/web:1',
      'h/shop/web:2',
      [],
      'web.image.tag=2',
    ],
    [
      'the top of what is handed down',
      'containers name=a image',
      'example.com/a:1',
      'b.org/a:1',
      [],
      'global.registry=b.org',
    ],
  ])('%s', (_, path, before, after, about, first) => {
    expect(candidates(path, before, after, about)[0]).toBe(first);
  });

  test.each([
    ['nothing is like it', 'spec minReadySeconds', '5', '9'],
    ['a field goes', 'spec extra', 'a', ''],
    ['no flag can say it', 'spec extra', '', '[]'],
  ])('there are none where %s', (_, path, before, after) => {
    expect(candidates(path, before, after)).toEqual([]);
  });
});
