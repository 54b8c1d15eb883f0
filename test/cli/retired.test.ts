import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { chartRepository, type ChartRepository } from './chart-repository.ts';
import { gitRepository, type GitRepository } from './git-repository.ts';

const RETIRED = 'retired: Nobody has worked on it since 2020; take the other one.\n';
const MESSAGE = 'web is retired: Nobody has worked on it since 2020; take the other one.';

describe('a retired app', () => {
  let repository: GitRepository;
  const acknowledge = (): void => {
    repository.write('infra.yaml', `${repository.read('infra.yaml')}acknowledged: [old, web]\n`);
  };
  beforeEach(() => {
    repository = gitRepository();
    repository.write('infra/web/app.yaml', `upstream: {manifests: ./web.yaml}\n${RETIRED}`);
  });
  afterEach(() => {
    repository.remove();
  });

  test.each([
    ['add', ['add', 'dev/ci/web']],
    ['the first patch', ['patch', 'dev/ci/web', 'ConfigMap/web', '--set', 'data.value=two']],
  ])('gets a target by %s only once it is acknowledged', (_, words) => {
    const { status, stderr } = repository.infra(...words);
    expect(status).toBe(2);
    expect(stderr).toContain(MESSAGE);
    expect(stderr).toContain('infra/web/app.yaml:2:10');
    expect(stderr).toContain('acknowledged: [web]');
    acknowledge();
    expect(repository.infra(...words).status).toBe(0);
  });

  test('is installed only once it is acknowledged', () => {
    repository.write('infra/web/app.yaml', 'upstream: {manifests: ./web.yaml}\n');
    repository.infra('add', 'dev/ci/web');
    repository.write('infra/web/app.yaml', `upstream: {manifests: ./web.yaml}\n${RETIRED}`);
    repository.commit('Add web');
    const { status, stderr } = repository.infra('install', 'dev/ci/web');
    expect(status).toBe(2);
    expect(stderr).toContain(MESSAGE);
    acknowledge();
    repository.commit('We know');
    expect(repository.infra('install', 'dev/ci/web').status).toBe(0);
  });
});

describe('unpacking says that', () => {
  let repository: ChartRepository;
  beforeEach(() => {
    const chart = 'apiVersion: v2\nname: web\nversion: 1.0.0\n';
    const config = 'apiVersion: v1\nkind: ConfigMap\nmetadata: {name: web}\n';
    repository = chartRepository({ 'web/Chart.yaml': chart, 'web/templates/config.yaml': config });
  });
  afterEach(() => {
    repository.remove();
  });

  test('an app is retired', () => {
    expect(repository.infra('unpack', './charts/web').stderr).toBe('');
    repository.write('infra/web/app.yaml', `${repository.read('infra/web/app.yaml')}${RETIRED}`);
    const first = repository.infra('unpack', 'web');
    expect(first.status).toBe(0);
    expect(first.stderr).toMatch(/^infra\/web\/app\.yaml:\d+:10: warning: web is retired: .* \[RETIRED\] \(/);
    expect(first.stderr).toContain('until infra.yaml says acknowledged: [web]');
    repository.write('infra.yaml', `${repository.read('infra.yaml')}acknowledged: web\n`);
    expect(repository.infra('unpack', 'web').stderr).toContain('[RETIRED] (infra.yaml says that you know)');
  });

  test('a chart is deprecated', () => {
    const path = 'charts/web/Chart.yaml';
    repository.write(path, `${repository.read(path)}deprecated: true\n`);
    const { stdout } = repository.infra('unpack', './charts/web', '--json');
    const { apps } = JSON.parse(stdout) as { apps: { findings: { code: string; severity: string }[] }[] };
    expect(apps[0]?.findings).toMatchObject([{ code: 'CHART_DEPRECATED', severity: 'warning' }]);
  });
});
