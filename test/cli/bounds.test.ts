import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { gitRepository, type GitRepository } from './git-repository.ts';

const SERVER = `apiVersion: apps/v1
kind: StatefulSet
metadata: {name: server, namespace: ci}
spec:
  replicas: 1
  selector: {matchLabels: {app: server}}
  template:
    metadata: {labels: {app: server}}
    spec:
      containers:
      - {name: server, image: "example.com/server:1", env: [{name: WORKERS, value: "2"}]}
---
apiVersion: v1
kind: ConfigMap
metadata: {name: server, namespace: ci}
data:
  server.yaml: |
    pool: {size: 5}
`;
const APP = `upstream: {manifests: ./server.yaml}
bounds:
  - resource: StatefulSet/server
    path: spec.replicas
    most: 1
    why: two servers share no state
  - {resource: ConfigMap/server, path: "data.[server.yaml]#pool.size", least: 2, most: 20, why: the database has no more}
`;

let repository: GitRepository;
beforeEach(() => {
  repository = gitRepository();
  repository.write('base/server/kustomization.yaml', 'resources: [server.yaml]\n');
  repository.write('base/server/server.yaml', SERVER);
  repository.write('infra/server/app.yaml', APP);
});
afterEach(() => {
  repository.remove();
});

function patch(...words: string[]): { status: number | null; stderr: string; stdout: string } {
  return repository.infra('patch', 'dev/ci/server', ...words);
}

describe('infra patch', () => {
  test.each([
    [['StatefulSet/server', '--replicas', '2'], 'spec.replicas of StatefulSet/server would be 2', 3],
    [['StatefulSet/server', '--set', 'spec.replicas=3'], 'spec.replicas of StatefulSet/server would be 3', 3],
    [['ConfigMap/server', '--set', 'data.[server.yaml]#pool.size=1'], 'and the app needs at least 2', 7],
    [['ConfigMap/server', '--set', 'data.[server.yaml]#pool.size=many'], 'would be no number', 7],
  ])('%j is refused', (words, message, line) => {
    const { status, stderr } = patch(...words);
    expect(status).toBe(2);
    expect(stderr).toContain(message);
    expect(stderr).toContain(`infra/server/app.yaml:${line}`);
    expect(stderr).toContain('--force');
    expect(repository.infra('build', 'dev/ci/server').status).toBe(2);
  });

  test('says why, and takes what keeps to the bounds', () => {
    expect(patch('StatefulSet/server', '--replicas', '2').stderr).toContain(
      '2, and the app allows at most 1: two servers share no state',
    );
    expect(patch('StatefulSet/server', '--replicas', '0').status).toBe(0);
    expect(patch('ConfigMap/server', '--set', 'data.[server.yaml]#pool.size=20').status).toBe(0);
  });

  test('--force writes it and says so; later patches of other fields are told, not refused', () => {
    const forced = patch('StatefulSet/server', '--replicas', '2', '--force');
    expect(forced.status).toBe(0);
    expect(forced.stderr).toContain(
      'infra/server/app.yaml:3:5: warning: spec.replicas of StatefulSet/server',
    );
    const other = patch('StatefulSet/server', '--set', 'metadata.labels.team=a');
    expect(other.status).toBe(0);
    expect(other.stderr).toContain('[BOUND_BROKEN]');
    expect(patch('StatefulSet/server', '--replicas', '3').status).toBe(2);
  });

  test('holds for what all targets of a phase share', () => {
    for (const cluster of ['prod-a', 'prod-b']) repository.infra('add', `${cluster}/ci/server`);
    const words = ['patch', '--shared', 'production', 'server', 'StatefulSet/server', '--replicas', '2'];
    expect(repository.infra(...words).stderr).toMatch(
      /refused: prod-[ab]\/ci\/server: spec\.replicas of StatefulSet\/server would be 2/,
    );
  });

  test('tells where a bound is wrong', () => {
    repository.write('infra/server/app.yaml', APP.replace('spec.replicas', 'spec.[a'));
    const { status, stderr } = patch('StatefulSet/server', '--set', 'metadata.labels.a=b');
    expect(status).toBe(2);
    expect(stderr).toContain('bounds[0].path is not understood');
    expect(stderr).toContain('infra/server/app.yaml:4:11');
  });
});

describe('a base that breaks a bound', () => {
  beforeEach(() => {
    repository.infra('add', 'dev/ci/server');
    repository.write('base/server/server.yaml', SERVER.replace('replicas: 1', 'replicas: 2'));
    repository.commit('Two of them');
  });

  test('is not installed', () => {
    const { status, stderr } = repository.infra('install', 'dev/ci/server');
    expect(status).toBe(2);
    expect(stderr).toContain('dev/ci/server: spec.replicas of StatefulSet/server would be 2');
    expect(stderr).toContain('infra/server/app.yaml:3');
    repository.write('base/server/server.yaml', SERVER);
    repository.commit('One');
    expect(repository.infra('install', 'dev/ci/server').status).toBe(0);
  });

  test('gets no new target', () => {
    const { status, stderr } = repository.infra('add', 'prod-a/ci/server');
    expect(status).toBe(2);
    expect(stderr).toContain('prod-a/ci/server: spec.replicas of StatefulSet/server would be 2');
  });
});
