import { cpSync, existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { beacon, infraRun, type Run } from './program.ts';

const TARGET = 'dev/beacon/beacon';
const OVERLAY = `overlays/${TARGET}`;
const COMPONENT = `${OVERLAY}/patches/derived/kustomization.yaml`;

let root: string;

beforeEach(() => {
  root = mkdtempSync(`${tmpdir()}/infra-patch-values-`);
  cpSync(beacon, `${root}/charts/beacon`, { recursive: true });
  writeFileSync(
    `${root}/infra.yaml`,
    'clusters: {dev: {}}\ngit: {url: "https://git.example.com/infra.git"}\n',
  );
  run('unpack', './charts/beacon');
});

afterEach(() => {
  rmSync(root, { recursive: true });
});

function run(...words: readonly string[]): Run {
  const outcome = infraRun(words, { cwd: root });
  expect([words[0], outcome.status, outcome.stderr]).toEqual([words[0], 0, outcome.stderr]);
  return outcome;
}

function read(path: string): string {
  return readFileSync(`${root}/${path}`, 'utf8');
}

/** The documents of the build that have a line. */
function built(line: string, target = TARGET): string[] {
  return run('build', target)
    .stdout.split('---\n')
    .filter((document) => document.includes(line));
}

describe('chart values of a target', () => {
  test('are kept, and what they make of the chart is derived', () => {
    run('patch', TARGET, '--set-value', 'replicas=4', '--set-value', 'ingress.enabled=false');
    expect(read(`${OVERLAY}/values.yaml`)).toContain('replicas: 4');
    expect(read(COMPONENT)).toContain('Never edited');
    expect(built('kind: Deployment')[0]).toContain('replicas: 4');
    expect(built('kind: Ingress')).toEqual([]);
    run('patch', TARGET, '--set-value', 'ingress.enabled=true');
    expect(built('kind: Ingress')).toHaveLength(1);
    expect(built('kind: Deployment')[0]).toContain('replicas: 4');
  });

  test('that somebody edited by hand count from the next patch on', () => {
    run('patch', TARGET, '--set-value', 'replicas=4');
    writeFileSync(`${root}/${OVERLAY}/values.yaml`, '# by hand\nreplicas: 5\n');
    run('patch', TARGET, 'Deployment/beacon', '--set', 'spec.minReadySeconds=3');
    expect(built('kind: Deployment')[0]).toMatch(/minReadySeconds: 3\n {2}replicas: 5/);
    expect(read(`${OVERLAY}/values.yaml`)).toMatch(/^# by hand/);
  });

  test('that change nothing any more leave nothing behind', () => {
    run('patch', TARGET, '--set-value', 'replicas=4');
    writeFileSync(`${root}/${OVERLAY}/values.yaml`, '{}\n');
    run('patch', TARGET, 'Deployment/beacon', '--set', 'spec.minReadySeconds=3');
    expect(existsSync(`${root}/${COMPONENT}`)).toBe(false);
  });

  test('change with the base', () => {
    run('patch', TARGET, '--set-value', 'replicas=4');
    const before = read(COMPONENT);
    run('unpack', 'beacon', '--set', 'replicas=4');
    expect(existsSync(`${root}/${COMPONENT}`)).toBe(false);
    run('unpack', 'beacon', '--set', 'replicas=1');
    expect(read(COMPONENT)).toBe(before);
  });
});

test('what is added for another namespace stays there', () => {
  const target = 'dev/elsewhere/beacon';
  run('add', target);
  const role =
    'apiVersion: rbac.authorization.k8s.io/v1\nkind: Role\nmetadata: {name: reader, namespace: kube-system}\n';
  writeFileSync(`${root}/role.yaml`, role);
  run('patch', target, '--add', 'role.yaml');
  expect(built('kind: Role\n', target)[0]).toContain('namespace: kube-system');
  expect(built('kind: Deployment', target)[0]).toContain('namespace: elsewhere');
});
