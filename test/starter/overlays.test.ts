import { dirname, join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { isMap, isPair, parse, parseAllDocuments, visit } from 'yaml';
import { readKustomization } from '../../src/kustomize/read-kustomization.ts';
import type { Kustomization } from '../../src/kustomize/kustomization.ts';
import { applicationText } from '../../src/overlay/application.ts';
import { rootText } from '../../src/overlay/root-application.ts';
import { overlayDirectory, printTarget } from '../../src/project/target.ts';
import { filesBelow, infraYaml, lockedApps, read, targets } from './starter.ts';

const repoURL = infraYaml.git.url!;
const files = filesBelow('overlays');
const kustomizations = files.filter((path) => path.endsWith('/kustomization.yaml'));

/** Reads as strictly as Kustomize does; a deprecated field is too much. */
function kustomizationIn(path: string): Kustomization {
  return readKustomization(read(path), path, (message) => {
    throw new Error(`${path}: ${message}`);
  });
}

/** The files and directories that a kustomization names, from the repository's root. */
function named(path: string): string[] {
  const { resources, components, patches } = kustomizationIn(path);
  const entries = [...resources, ...components, ...patches.map((patch) => patch.path)];
  return entries.filter((entry) => entry !== '').map((entry) => join(dirname(path), entry));
}

test('infra.yaml names three clusters of two phases, and nothing that exists', () => {
  expect([...infraYaml.clusters].map(([name, { phase }]) => [name, phase])).toEqual([
    ['dev', 'dev'],
    ['prod-a', 'production'],
    ['prod-b', 'production'],
  ]);
  const addresses = [repoURL, ...[...infraYaml.clusters.values()].map(({ server }) => server!)];
  for (const address of addresses) expect(new URL(address).hostname).toMatch(/\.example\.com$/);
});

test('each of the apps is on each of the clusters', () => {
  const apps = ['ingress-nginx/ingress-nginx-config', 'ingress-nginx/ingress-nginx', 'jenkins/jenkins'];
  const each = [...apps, 'sentry/sentry'];
  expect(targets.map(printTarget)).toEqual(
    [...infraYaml.clusters.keys()].flatMap((cluster) => each.map((app) => `${cluster}/${app}`)),
  );
  for (const { app } of targets) expect(lockedApps).toContain(app);
});

describe('without infra it is stock Kustomize and Argo CD', () => {
  test.each(kustomizations)('%s', (path) => {
    const { kind } = kustomizationIn(path);
    const isComponent = path.startsWith('overlays/_shared/') || path.includes('/patches/derived/');
    expect(kind).toBe(isComponent ? 'Component' : 'Kustomization');
  });

  test('what a kustomization names is there', () => {
    const there = new Set([
      ...files,
      ...kustomizations.map(dirname),
      ...lockedApps.map((app) => `base/${app}`),
    ]);
    expect(kustomizations.flatMap(named).filter((path) => !there.has(path))).toEqual([]);
  });

  test('every file is named by a kustomization, or is an Application, a root or values', () => {
    const taken = new Set([...kustomizations.flatMap(named), ...kustomizations]);
    const others = files.filter((path) => !taken.has(path));
    const known = /^overlays\/[^/]+\/(?:root\.yaml|[^/]+\/[^/]+\/(?:application|values)\.yaml)$/;
    expect(others.filter((path) => !known.test(path))).toEqual([]);
  });

  test('no key is ours', () => {
    const ours = files.flatMap((path) => keysIn(read(path)).filter((key) => /\binfra\b/i.test(key)));
    expect(ours).toEqual([]);
  });
});

/** The keys of all mappings of a file. */
function keysIn(text: string): string[] {
  const keys: string[] = [];
  for (const document of parseAllDocuments(text)) {
    expect(document.errors).toEqual([]);
    visit(document, {
      Map: (_, map) => {
        if (isMap(map)) keys.push(...map.items.filter(isPair).map(({ key }) => String(key)));
      },
    });
  }
  return keys;
}

test('every patch begins with a comment that says why', () => {
  const patches = files.filter((path) => path.includes('/patches/'));
  expect(patches.length).toBeGreaterThan(20);
  expect(patches.filter((path) => !/^# \S.{10}/.test(read(path)))).toEqual([]);
});

test('a strategic merge, a JSON patch and images and counts of Kustomize are each there', () => {
  const all = kustomizations.map(kustomizationIn);
  expect(all.filter(({ images }) => images.length > 0)).not.toEqual([]);
  expect(all.filter(({ replicas }) => replicas.length > 0)).not.toEqual([]);
  expect(files.filter((path) => path.endsWith('.json6902.yaml'))).not.toEqual([]);
});

describe('the Application of a target is what infra add writes', () => {
  const follows = (app: string): boolean => app !== 'ingress-nginx-config';

  test.each(
    targets.filter(({ app }) => follows(app)).map((target) => [printTarget(target), target] as const),
  )('%s follows its install branch', (name, target) => {
    const text = read(`${overlayDirectory(target)}/application.yaml`);
    const cluster = infraYaml.clusters.get(target.cluster)!;
    expect(text).toBe(applicationText({ target, cluster, infraYaml, repoURL }));
    expect(text).toContain(`    targetRevision: install/${name}\n    path: overlays/${name}\n`);
  });

  test.each(
    targets.filter(({ app }) => !follows(app)).map((target) => [printTarget(target), target] as const),
  )('%s follows the main branch, and is never taken away', (_, target) => {
    const cluster = { ...infraYaml.clusters.get(target.cluster)!, gate: 'main' as const };
    const wanted = applicationText({ target, cluster, infraYaml, repoURL });
    expect(wanted).toContain('    targetRevision: main\n');
    expect(parse(read(`${overlayDirectory(target)}/application.yaml`))).toEqual(
      parse(wanted.replace('      prune: true\n', '      prune: false\n')),
    );
  });

  test.each([...infraYaml.clusters])('%s has its root', (name, cluster) => {
    expect(read(`overlays/${name}/root.yaml`)).toBe(rootText({ name, cluster, infraYaml, repoURL }));
  });
});
