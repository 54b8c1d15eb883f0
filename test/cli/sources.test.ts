import { execFile } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { promisify } from 'node:util';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { chartArchive, serveCharts, startServer, type TestServer } from '../source/chart-server.ts';
import { program } from './program.ts';

let server: TestServer;
let home: string;
/** Where the program runs. */
let root: string;

beforeEach(async () => {
  server = await startServer();
  home = mkdtempSync(`${tmpdir()}/infra-sources-`);
  root = `${home}/here`;
  mkdirSync(root);
  serveCharts(server, '/charts', [
    ['web', '1.0.0'],
    ['web', '1.5.0'],
  ]);
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
async function run(...words: readonly string[]): Promise<Outcome> {
  const [node = '', path = ''] = program.split(' ');
  const env = { ...process.env, NO_COLOR: '1', XDG_CACHE_HOME: `${home}/cache` };
  try {
    return { code: 0, ...(await promisify(execFile)(node, [path, ...words], { cwd: root, env })) };
  } catch (error) {
    return error as Outcome;
  }
}

describe('infra template', () => {
  test('renders a chart of a repository, and again without it', async () => {
    const words = ['template', 'x', 'web', '--repo', `${server.base}/charts`, '--version', '~1.0'];
    const first = await run(...words);
    expect(first).toMatchObject({ code: 0, stderr: '' });
    expect(first.stdout).toContain('# Source: web/templates/a.yaml');
    server.stop();
    const second = await run(...words);
    expect(second.stdout).toBe(first.stdout);
    expect(second.stderr).toMatch(
      /^Warning: cannot read .*: the server refuses connections; using what was fetched before\n$/,
    );
    expect(await run(...words, '--offline')).toEqual(first);
  });

  test('takes repo/chart by the repositories of an infra.yaml that it runs beside; a path wins', async () => {
    expect((await run('template', 'ours/web')).stderr).toContain('there is no repository ours');
    writeFileSync(`${root}/infra.yaml`, `repositories: {ours: "${server.base}/charts"}\n`);
    const { code, stdout } = await run('template', 'ours/web', '--version', '^1');
    expect(code).toBe(0);
    expect(stdout).toContain('# Source: web/templates/a.yaml');
    expect((await run('template', 'ours/none')).stderr).toContain('there is no chart "none"');
    mkdirSync(`${root}/ours/web`, { recursive: true });
    writeFileSync(`${root}/ours/web/Chart.yaml`, 'apiVersion: v2\nname: local\nversion: 1.0.0\n');
    expect(await run('template', 'ours/web')).toMatchObject({ code: 0, stdout: '\n' });
  });

  test('takes a chart of a mirror', async () => {
    mkdirSync(`${root}/mirror`);
    writeFileSync(`${root}/mirror/web-2.0.0.tgz`, chartArchive('web', '2.0.0'));
    const words = ['--repo', 'https://charts.example.com', '--mirror', 'mirror'];
    expect(await run('template', 'web', ...words)).toMatchObject({ code: 0, stderr: '' });
    const { code, stderr } = await run('template', 'web', '--version', '3.x', ...words);
    expect(stderr).toContain('Error: the chart web in mirror does not have version 3.x');
    expect(code).toBe(2);
  });

  test('fetches the dependencies of a directory only when told to, as Helm does', async () => {
    mkdirSync(`${root}/app`);
    const dependency = `{name: web, version: 1.x, repository: "${server.base}/charts"}`;
    writeFileSync(
      `${root}/app/Chart.yaml`,
      `apiVersion: v2\nname: app\nversion: 1.0.0\ndependencies: [${dependency}]\n`,
    );
    const { stderr } = await run('template', './app');
    expect(stderr).toContain('found in Chart.yaml, but missing in charts/ directory: web');
    const { stdout } = await run('template', './app', '--dependency-update');
    expect(stdout).toContain('# Source: app/charts/web/templates/a.yaml');
    expect(readdirSync(`${root}/app`)).toEqual(['Chart.yaml']);
  });
});

describe('dependencies that a chart does not bring', () => {
  test('stay what the lock says they were', async () => {
    const dependency = `{name: web, version: 1.x, repository: "${server.base}/charts"}`;
    const chart = `apiVersion: v2\nname: app\nversion: 1.0.0\ndependencies: [${dependency}]\n`;
    mkdirSync(`${root}/app`);
    writeFileSync(`${root}/app/Chart.yaml`, chart);
    expect(await run('unpack', './app')).toMatchObject({ code: 0, stderr: '' });
    const lock = readFileSync(`${root}/infra/app/app.lock`, 'utf8');
    expect(lock).toMatch(
      /"dependencies": \[\s*\{\s*"name": "web",\s*"version": "1.5.0",\s*"digest": "sha256:/,
    );
    serveCharts(server, '/charts', [
      ['web', '1.5.0'],
      ['web', '1.6.0'],
    ]);
    expect(await run('unpack', 'app', '--locked')).toMatchObject({ code: 0, stderr: '' });
    serveCharts(server, '/charts', [['web', '1.5.0']], { 'templates/a.yaml': '# another one\n' });
    rmSync(`${home}/cache`, { recursive: true });
    const other = await run('unpack', 'app', '--locked');
    expect(other.stderr).toContain('web 1.5.0 of');
    expect(other.stderr).toContain('is not the one that the lock names');
    server.stop();
    expect((await run('unpack', 'app', '--locked', '--offline')).code).toBe(2);
    expect(readFileSync(`${root}/infra/app/app.lock`, 'utf8')).toBe(lock);
  });
});

describe('nothing is written and no password is told when', () => {
  test.each<readonly [string, Parameters<TestServer['answers']['set']>[1], string]>([
    [
      'the server wants another one',
      (_, response) => response.writeHead(401).end(),
      'the server answers 401 Unauthorized',
    ],
    ['the index is broken', 'entries:\n  web:\n  - version: [\n', 'index.yaml is no index of charts'],
    ['the server hangs up', (request) => request.socket.destroy(), 'the server closed the connection'],
  ])('%s', async (_, answer, message) => {
    server.answers.set('/charts/index.yaml', answer);
    const url = `${server.base}/charts`;
    const words = ['--repo', url, '--username', 'user', '--password', 's3cret'];
    const { code, stdout, stderr } = await run('unpack', 'web', ...words);
    expect(stderr).toContain(message);
    const inUrl = await run('template', 'web', '--repo', url.replace('//', '//user:s3cret@'));
    expect(inUrl.stderr).toContain(message);
    expect(inUrl.stderr).not.toContain('s3cret');
    expect(stderr + stdout).not.toContain('s3cret');
    expect(code).toBe(2);
    expect(readdirSync(root)).toEqual([]);
  });
});
