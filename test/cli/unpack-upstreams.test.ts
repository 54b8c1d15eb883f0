import { execFile, execFileSync } from 'node:child_process';
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { promisify } from 'node:util';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { startServer, type TestServer } from '../source/chart-server.ts';
import { program } from './program.ts';

let server: TestServer;
let home: string;
/** The repository that the program works in. */
let root: string;

beforeEach(async () => {
  server = await startServer();
  home = mkdtempSync(`${tmpdir()}/infra-upstreams-`);
  root = `${home}/here`;
  mkdirSync(root);
});

afterEach(() => {
  server.stop();
  rmSync(home, { recursive: true });
});

interface Outcome {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** Runs the program while the server of this process answers. */
async function unpack(...words: readonly string[]): Promise<Outcome> {
  const [node = '', path = ''] = program.split(' ');
  const env = { ...process.env, NO_COLOR: '1', XDG_CACHE_HOME: `${home}/cache`, INFRA_CODE_CACHE: 'off' };
  try {
    const options = { cwd: root, env };
    return { code: 0, ...(await promisify(execFile)(node, [path, 'unpack', ...words], options)) };
  } catch (error) {
    return error as Outcome;
  }
}

function write(directory: string, files: Readonly<Record<string, string>>): void {
  for (const [name, text] of Object.entries(files)) {
    const path = `${directory}/${name}`;
    mkdirSync(path.slice(0, path.lastIndexOf('/')), { recursive: true });
    writeFileSync(path, text);
  }
}

function read(path: string): string {
  return readFileSync(`${root}/${path}`, 'utf8');
}

/** The files of a base or definition, with their content. */
function filesOf(directory: string): Record<string, string> {
  return Object.fromEntries(
    readdirSync(`${root}/${directory}`).map((name) => [name, read(`${directory}/${name}`)]),
  );
}

const CONFIG = 'apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: plain\ndata:\n  color: red\n';
const UNCHANGED = { code: 0, stderr: '', stdout: expect.stringMatching(/^unchanged/m) as string };

describe('a kustomization', () => {
  const FILES = {
    'base/kustomization.yaml': 'resources: [config.yaml]\n',
    'base/config.yaml': CONFIG,
    'site/kustomization.yaml': 'namePrefix: my-\nresources: [../base]\n',
  };

  test('of this disk is built, and its resources become a base', async () => {
    write(`${root}/sources`, FILES);
    expect(await unpack('./sources/site')).toMatchObject({ code: 0, stderr: '' });
    expect(read('infra/site/app.yaml')).toContain('upstream:\n  kustomization: ./sources/site\n');
    expect(Object.keys(filesOf('base/site'))).toEqual(['configmap-my-plain.yaml', 'kustomization.yaml']);
    expect(read('base/site/configmap-my-plain.yaml')).toContain('namespace: site\n');
    const before = { ...filesOf('base/site'), ...filesOf('infra/site') };
    for (const words of [['site', '--locked'], ['./sources/site'], ['--all', '--check']])
      expect(await unpack(...words)).toMatchObject({ code: 0, stderr: '' });
    expect({ ...filesOf('base/site'), ...filesOf('infra/site') }).toEqual(before);
  });

  test('may change, but not under --locked', async () => {
    write(`${root}/sources`, FILES);
    await unpack('./sources/site');
    write(`${root}/sources`, { 'base/config.yaml': CONFIG.replace('red', 'blue') });
    expect(await unpack('site', '--locked')).toMatchObject({ code: 2 });
    expect(await unpack('site')).toMatchObject({ code: 0, stderr: '' });
    expect(read('base/site/configmap-my-plain.yaml')).toContain('color: blue');
  });

  test('that cannot be built writes nothing', async () => {
    write(`${root}/sources/site`, { 'kustomization.yaml': 'resources: [missing.yaml]\n' });
    const { code, stderr } = await unpack('./sources/site');
    expect(code).not.toBe(0);
    expect(stderr).toContain('missing.yaml');
    expect(readdirSync(root)).toEqual(['sources']);
    write(`${root}/sources/site`, {
      'kustomization.yaml': 'helmCharts: [{name: a, repo: "https://example.com"}]\n',
    });
    expect((await unpack('./sources/site')).stderr).toContain('with charts in it cannot be unpacked');
    expect((await unpack('./sources/site', '--version', '1')).stderr).toContain(
      'only charts have a --version',
    );
  });

  describe('in Git', () => {
    const git = (...words: string[]): string =>
      execFileSync('git', ['-c', 'user.name=t', '-c', 'user.email=t@example.com', ...words], {
        cwd: `${home}/remote`,
        encoding: 'utf8',
      });

    function commit(files: Readonly<Record<string, string>>): void {
      write(`${home}/remote`, files);
      if (!existsSync(`${home}/remote/.git`)) git('init', '--quiet', '-b', 'main');
      git('add', '.');
      git('commit', '--quiet', '-m', 'x');
    }

    const reference = (): string => `git+file://${home}/remote//site?ref=main`;

    test('is unpacked at the commit that its lock says, also offline', async () => {
      commit(FILES);
      expect(await unpack(reference())).toMatchObject({ code: 0 });
      expect(read('infra/site/app.yaml')).toContain(`upstream:\n  kustomization: ${reference()}\n`);
      const locked = JSON.parse(read('infra/site/app.lock')) as { bases: { site: { upstream: object } } };
      expect(locked.bases.site.upstream).toEqual({
        source: reference(),
        url: `file://${home}/remote`,
        commit: git('rev-parse', 'HEAD').trim(),
      });
      const before = filesOf('base/site');
      commit({ 'base/config.yaml': CONFIG.replace('red', 'blue') });
      rmSync(`${home}/remote`, { recursive: true });
      expect(await unpack('site', '--offline', '--locked')).toMatchObject(UNCHANGED);
      expect(filesOf('base/site')).toEqual(before);
    });

    test('takes nothing of this disk', async () => {
      write(home, { 'secret/kustomization.yaml': 'resources: [s.yaml]\n', 'secret/s.yaml': CONFIG });
      const up = '../'.repeat(20);
      commit({ 'site/kustomization.yaml': `resources: [${up}${home.slice(1)}/secret]\n` });
      const { code, stderr } = await unpack(reference());
      expect([code, stderr]).toEqual([
        2,
        expect.stringMatching(/^Error: there is no file or folder (?:\.\.\/)+.*\/secret\b/),
      ]);
      expect(readdirSync(root)).toEqual([]);
    });

    test('is told from a chart by its files', async () => {
      commit({
        'site/Chart.yaml': 'apiVersion: v2\nname: site\nversion: 1.0.0\n',
        'site/templates/c.yaml': CONFIG,
      });
      expect(await unpack(reference())).toMatchObject({ code: 0 });
      expect(read('infra/site/app.yaml')).toContain(`upstream:\n  chart: ${reference()}\n`);
    });
  });
});

describe('manifests at a URL', () => {
  const url = (): string => `${server.base}/deploy/plain.yaml?raw=1`;

  beforeEach(() => {
    server.answers.set('/deploy/plain.yaml', CONFIG);
  });

  test('are fetched once: what the lock names is in the cache', async () => {
    expect(await unpack(url())).toMatchObject({ code: 0 });
    expect(read('infra/plain/app.yaml')).toContain(`upstream:\n  manifests: ${url()}\n`);
    expect(read('infra/plain/app.lock')).toMatch(/"digest": "sha256:[0-9a-f]{64}"/);
    server.answers.set('/deploy/plain.yaml', CONFIG.replace('red', 'blue'));
    expect(await unpack('plain', '--locked')).toMatchObject(UNCHANGED);
    expect(server.asked).toHaveLength(1);
    server.stop();
    expect(await unpack('--all', '--check', '--offline')).toMatchObject({ code: 0, stderr: '' });
  });

  test('are no others than the lock says, unless they are named again', async () => {
    await unpack(url());
    const before = filesOf('infra/plain');
    rmSync(`${home}/cache`, { recursive: true });
    server.answers.set('/deploy/plain.yaml', CONFIG.replace('red', 'blue'));
    const { code, stderr } = await unpack('plain');
    expect(code).not.toBe(0);
    expect(stderr).toContain('and its lock says sha256:');
    expect(stderr).toContain(`infra unpack ${url()} takes it as it is now`);
    expect(filesOf('infra/plain')).toEqual(before);
    expect(await unpack(url())).toMatchObject({ code: 0 });
    expect(read('base/plain/configmap-plain.yaml')).toContain('color: blue');
    server.stop();
    const again = await unpack(url());
    expect(again.stderr).toContain('using what was fetched before');
    expect(again.code).toBe(0);
  });

  test('that are not there, or no manifests, write nothing', async () => {
    server.answers.set('/page.yaml', '<!DOCTYPE html>\n<html></html>');
    server.answers.set('/broken.yaml', 'a: [');
    for (const [path, message] of [
      ['page.yaml', 'is a web page, not a file of manifests'],
      ['broken.yaml', 'broken.yaml'],
      ['none.yaml', 'the server answers 404'],
    ] as const) {
      const { code, stderr } = await unpack(`${server.base}/${path}`, '--app', 'x');
      expect(code).not.toBe(0);
      expect(stderr).toContain(message);
    }
    const offline = await unpack(url(), '--offline');
    expect(offline.stderr).toContain('--offline forbids to fetch it');
    const secret = await unpack(url().replace('http://', 'http://user:hush@'));
    expect(secret.stderr).toContain('has credentials in it');
    expect(secret.stderr).not.toContain('hush');
    expect(readdirSync(root)).toEqual([]);
  });
});

test('network-node-manager comes with infra, its manifests do not', async () => {
  mkdirSync(`${root}/mirror`);
  const missing = await unpack('network-node-manager', '--mirror', 'mirror');
  expect(missing.stderr).toContain('put "network-node-manager_iptables.yml" there');
  writeFileSync(`${root}/mirror/network-node-manager_iptables.yml`, CONFIG);
  const { code, stderr } = await unpack('network-node-manager', '--mirror', 'mirror');
  expect([code, stderr]).toEqual([0, '']);
  expect(read('base/network-node-manager/configmap-plain.yaml')).toContain('namespace: kube-system\n');
  expect(read('infra/network-node-manager/app.lock')).not.toContain('"mirror');
  expect(await unpack('network-node-manager', '--locked', '--offline')).toMatchObject(UNCHANGED);
});
