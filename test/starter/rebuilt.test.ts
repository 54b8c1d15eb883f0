import { execFileSync } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { findTool } from '../../scripts/oracles/tools.mjs';
import { overlayDirectory, printTarget } from '../../src/project/target.ts';
import { infraRun } from '../cli/program.ts';
import { lockedApps, read, root, targets } from './starter.ts';

const charts = process.env['INFRA_CHARTS'] || `${root}/../shared/charts`;
const kustomize = findTool('kustomize', '5.8.1');
const isCi = process.env['CI'] === 'true';
if (kustomize === undefined && isCi) throw new Error('kustomize 5.8.1 not built: npm run oracles');
const reason = !existsSync(charts)
  ? `no charts at ${charts}: set INFRA_CHARTS to a directory of chart archives`
  : kustomize === undefined
    ? 'npm run oracles builds the real kustomize'
    : undefined;
// eslint-disable-next-line no-console
if (reason !== undefined) console.warn(`skipping the build of the project's own overlays: ${reason}`);

describe.skipIf(reason !== undefined)('from the locks alone', () => {
  let copy: string;

  /** Runs infra in the copy, with nothing fetched before. */
  function run(...words: readonly string[]): ReturnType<typeof infraRun> {
    return infraRun(words, { cwd: copy, env: { XDG_CACHE_HOME: `${copy}/.cache`, INFRA_CODE_CACHE: 'off' } });
  }

  beforeAll(() => {
    copy = mkdtempSync(`${tmpdir()}/infra-starter-`);
    mkdirSync(`${copy}/infra`);
    cpSync(`${root}/infra.yaml`, `${copy}/infra.yaml`);
    cpSync(`${root}/overlays`, `${copy}/overlays`, { recursive: true });
    for (const app of lockedApps) cpSync(`${root}/infra/${app}`, `${copy}/infra/${app}`, { recursive: true });
  });

  afterAll(() => {
    rmSync(copy, { recursive: true });
  });

  test('the bases that are missing are missed, then made, and are what the locks say', () => {
    expect(run('unpack', '--all', '--check', '--mirror', charts).status).toBe(1);
    const { status, stdout } = run('unpack', '--all', '--locked', '--mirror', charts);
    expect(stdout.match(/base\/[-a-z]+(?=:)/g)).toEqual(lockedApps.map((app) => `base/${app}`));
    expect(status).toBe(0);
    for (const app of lockedApps) {
      expect(readFileSync(`${copy}/infra/${app}/app.lock`, 'utf8')).toBe(read(`infra/${app}/app.lock`));
    }
    expect(run('unpack', '--all', '--check', '--mirror', charts).status).toBe(0);
  }, 120_000);

  test('every overlay builds as the real kustomize builds it, and nothing is found in it', () => {
    const { status, stderr } = run('build', '--all', '--strict', '--no-cache', '-o', 'built');
    expect([status, stderr]).toEqual([0, '']);
    for (const target of targets) {
      const theirs = execFileSync(kustomize!, ['build', `${copy}/${overlayDirectory(target)}`], {
        encoding: 'utf8',
        maxBuffer: 64 * 1024 * 1024,
      });
      const ours = readFileSync(`${copy}/built/${printTarget(target)}.yaml`, 'utf8');
      expect(ours, printTarget(target)).toBe(theirs);
    }
  }, 120_000);
});
