import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { openChart, type OpenChartOptions, type OpenedChart } from '../../src/commands/open-chart.ts';
import { HELM_4 } from '../../src/helm/profile.ts';
import { digestOf } from '../../src/source/chart-cache.ts';
import { chartArchive, serveCharts, startServer, type TestServer } from '../source/chart-server.ts';

let server: TestServer;
let root: string;

beforeEach(async () => {
  server = await startServer();
  root = mkdtempSync(`${tmpdir()}/infra-open-`);
  serveCharts(server, '/charts', [
    ['web', '1.0.0'],
    ['web', '1.5.0'],
    ['db', '3.0.0'],
  ]);
});

afterEach(() => {
  server.stop();
  rmSync(root, { recursive: true });
});

async function open(text: string, options: OpenChartOptions = {}): Promise<OpenedChart> {
  const io = {
    cacheDirectory: () => `${root}/cache`,
    loginFiles: () => [],
    progress: () => undefined,
    warn: () => undefined,
  };
  return await openChart(text, HELM_4, { fetchDependencies: true, ...options }, io);
}

function write(path: string, content: string): void {
  mkdirSync(dirname(`${root}/${path}`), { recursive: true });
  writeFileSync(`${root}/${path}`, content);
}

/** A chart directory with dependencies: name, version, repository. */
function writeChart(name: string, dependencies: readonly (readonly string[])[], version = '1.0.0'): string {
  const lines = dependencies.map(
    ([dependency, range, repository, alias]) =>
      `- {name: ${dependency}, version: "${range}", repository: "${repository}"${alias === undefined ? '' : `, alias: ${alias}`}}\n`,
  );
  write(
    `${name}/Chart.yaml`,
    `apiVersion: v2\nname: ${name.slice(name.lastIndexOf('/') + 1)}\nversion: ${version}\ndependencies:\n${lines.join('')}`,
  );
  return `${root}/${name}`;
}

function subcharts({ open: load }: OpenedChart): string[] {
  return load().dependencies.map(({ metadata }) => `${metadata.name} ${metadata.version}`);
}

const names = (opened: OpenedChart): string[] =>
  opened.dependencies.map(({ name, version }) => `${name} ${version}`);

describe('openChart', () => {
  test('takes a chart by repository, by --repo and by URL', async () => {
    const repositories = new Map([['test', `${server.base}/charts`]]);
    const byName = await open('test/web', { repositories, version: '~1.0' });
    expect(byName.upstream).toMatchObject({ chart: 'web', version: '1.0.0' });
    const byFlag = await open('web', { repo: `${server.base}/charts` });
    expect(byFlag.open().metadata.version).toBe('1.5.0');
    const byUrl = await open(`${server.base}/charts/db-3.0.0.tgz`);
    expect(byUrl.upstream).toEqual({
      url: `${server.base}/charts/db-3.0.0.tgz`,
      digest: digestOf(chartArchive('db', '3.0.0')),
    });
  });

  test('gives a chart of its own each time', async () => {
    const opened = await open('web', { repo: `${server.base}/charts` });
    expect(opened.open()).not.toBe(opened.open());
  });

  test('sends credentials to the server of the chart, to others only with passCredentials', async () => {
    const other = await startServer();
    try {
      other.answers.set('/web.tgz', chartArchive('web', '1.0.0'));
      server.answers.set(
        '/x/index.yaml',
        `entries:\n  web:\n  - version: 1.0.0\n    urls: [${other.base}/web.tgz]\n`,
      );
      const options = { repo: `${server.base}/x`, username: 'me', password: 'secret', version: '^1' };
      const basic = `Basic ${Buffer.from('me:secret').toString('base64')}`;
      await open('web', options);
      await open('web', { ...options, passCredentials: true });
      expect(server.asked).toEqual([`/x/index.yaml ${basic}`, `/x/index.yaml ${basic}`]);
      expect(other.asked).toEqual(['/web.tgz', `/web.tgz ${basic}`]);
    } finally {
      other.stop();
    }
  });

  test('takes pre-releases with devel', async () => {
    serveCharts(server, '/pre', [['web', '1.0.0-rc.1']]);
    const repo = `${server.base}/pre`;
    await expect(open('web', { repo })).rejects.toThrow('does not have a release');
    expect((await open('web', { repo, devel: true })).upstream.version).toBe('1.0.0-rc.1');
  });
});

describe('dependencies that are not vendored', () => {
  test('are fetched, those of charts on this disk too', async () => {
    const repository = `${server.base}/charts`;
    writeChart('common', [['db', '>2', repository]], '0.3.0');
    const chart = writeChart('app', [
      ['web', '^1.0.0', repository],
      ['common', '0.x', 'file://../common'],
    ]);
    const opened = await open(chart);
    expect(subcharts(opened)).toEqual(['web 1.5.0', 'common 0.3.0']);
    expect(opened.open().dependencies[1]?.dependencies[0]?.metadata.name).toBe('db');
    expect(names(opened)).toEqual(['web 1.5.0', 'db 3.0.0', 'common 0.3.0']);
    expect(server.asked.filter((path) => path.endsWith('index.yaml'))).toHaveLength(1);
  });

  test('are fetched once for several aliases, in each of their versions', async () => {
    const repository = `${server.base}/charts`;
    const chart = writeChart('app', [
      ['web', '1.0.0', repository, 'one'],
      ['web', '1.0.0', repository, 'two'],
      ['web', '1.5.0', repository, 'three'],
    ]);
    expect(names(await open(chart))).toEqual(['web 1.0.0', 'web 1.5.0']);
  });

  test('have the versions of the lock', async () => {
    const repository = `${server.base}/charts`;
    const chart = writeChart('app', [['web', '^1', repository]]);
    write('app/Chart.lock', `dependencies:\n- name: web\n  repository: ${repository}\n  version: 1.0.0\n`);
    expect(subcharts(await open(chart))).toEqual(['web 1.0.0']);
    write('app/Chart.lock', `dependencies:\n- name: web\n  repository: ${repository}\n  version: 2.0.0\n`);
    await expect(open(chart)).rejects.toThrow(
      'the lock file (Chart.lock) is out of sync with the dependencies file (Chart.yaml): web',
    );
    write('app/Chart.lock', 'dependencies: []\n');
    await expect(open(chart)).rejects.toThrow('out of sync');
  });

  test('of a chart of the first format are read from its own files', async () => {
    const repository = `${server.base}/charts`;
    write('old/Chart.yaml', 'apiVersion: v1\nname: old\nversion: 1.0.0\n');
    write('old/requirements.yaml', `dependencies:\n- {name: web, version: 1.x, repository: ${repository}}\n`);
    write(
      'old/requirements.lock',
      `dependencies:\n- {name: web, version: 1.0.0, repository: ${repository}}\n`,
    );
    expect(subcharts(await open(`${root}/old`))).toEqual(['web 1.0.0']);
  });

  test('are not fetched where they are there', async () => {
    const chart = writeChart('app', [['web', '^9', `${server.base}/charts`]]);
    write('app/charts/web/Chart.yaml', 'apiVersion: v2\nname: web\nversion: 0.1.0\n');
    expect(subcharts(await open(chart))).toEqual(['web 0.1.0']);
    expect(server.asked).toEqual([]);
  });

  test('come from the mirror, whose answer is none of the network', async () => {
    mkdirSync(`${root}/mirror`);
    writeFileSync(`${root}/mirror/web-1.0.0.tgz`, chartArchive('web', '1.0.0'));
    const chart = writeChart('app', [['web', '1.0.0', 'https://charts.example.com']]);
    expect(names(await open(chart, { mirror: `${root}/mirror` }))).toEqual(['web 1.0.0']);
    await expect(open(chart, { offline: true })).rejects.toThrow('is not in the cache');
  });

  test.each<readonly [string, readonly string[], string]>([
    ['a name nobody gave', ['web', '1', '@stable'], 'is in a repository stable that nobody named'],
    [
      'another protocol',
      ['web', '1', 'ftp://u:secret@example.com'],
      'cannot be had from ftp://u:…@example.com',
    ],
    ['a directory that is not there', ['web', '1', 'file://../web'], 'is not at'],
    ['itself', ['app', '1.x', 'file://.'], 'the dependencies to fetch are nested deeper than 10'],
    [
      'a chart of another name',
      ['other', '1.x', 'file://../sub'],
      'the chart for the dependency other 1.x is sub 1.0.0',
    ],
    [
      'a chart of another version',
      ['sub', '2.x', 'file://../sub'],
      'the chart for the dependency sub 2.x is sub 1.0.0',
    ],
    [
      'a repository without it',
      ['nothing', '1', 'BASE/charts'],
      'the dependency nothing cannot be had: there is no chart',
    ],
    ['a registry that is none', ['web', '1.0.0', 'oci://u:p@x'], 'is no reference of a chart in a registry'],
  ])('from %s are an error', async (_, [name = '', version = '', repository = ''], message) => {
    writeChart('sub', []);
    const chart = writeChart('app', [[name, version, repository.replace('BASE', server.base)]]);
    await expect(open(chart)).rejects.toThrow(message);
  });

  test('of an archive cannot lie beside it', async () => {
    const more = {
      'Chart.yaml':
        'apiVersion: v2\nname: web\nversion: 1.0.0\ndependencies: [{name: sub, version: 1.x, repository: "file://../sub"}]\n',
    };
    writeChart('sub', []);
    write('web.tgz', '');
    writeFileSync(`${root}/web.tgz`, chartArchive('web', '1.0.0', more));
    await expect(open(`${root}/web.tgz`)).rejects.toThrow(
      'a chart in an archive has no directory to start from',
    );
  });

  test('of a chart in Git are of that repository', async () => {
    writeChart('repository/common', []);
    writeChart('repository/app', [['common', '1.x', 'file://../common']]);
    writeChart('repository/greedy', [['outside', '1.x', `file://${root}/outside`]]);
    writeChart('outside', []);
    const git = (...words: string[]): void =>
      void execFileSync('git', ['-C', `${root}/repository`, ...words], { stdio: 'pipe' });
    git('init', '--quiet', '-b', 'main');
    git('add', '.');
    git('-c', 'user.name=A', '-c', 'user.email=a@example.com', 'commit', '--quiet', '-m', 'one');
    const opened = await open(`git+file://${root}/repository//app?ref=main`);
    expect(subcharts(opened)).toEqual(['common 1.0.0']);
    await expect(open(`git+file://${root}/repository//greedy`)).rejects.toThrow('is out of the repository');
  });
});
