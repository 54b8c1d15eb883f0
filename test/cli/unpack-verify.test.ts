import { chmodSync, cpSync, existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { beacon, infraRun } from './program.ts';

let root: string;

beforeEach(() => {
  root = mkdtempSync(`${tmpdir()}/infra-verify-`);
  cpSync(beacon, `${root}/charts/beacon`, { recursive: true });
  const words = ['template', 'beacon', CHART, '--include-crds', '--namespace', 'beacon'];
  writeFileSync(`${root}/rendered`, infraRun(words, { cwd: root }).stdout);
});

afterEach(() => {
  rmSync(root, { recursive: true });
});

const CHART = './charts/beacon';
const LOCK = 'infra/beacon/app.lock';

/** A program that tells a version as helm does, keeps its words and its values, and prints what a script says. */
function fakeHelm(script = 'cat "$home/rendered"', version = 'v4.2.4'): string {
  const path = `${root}/helm`;
  const lines = [
    '#!/bin/sh',
    `home='${root}'`,
    `if [ "$1" = version ]; then printf '%s' '${version}'; exit 0; fi`,
    'printf "%s\\n" "$@" > "$home/words"',
    'for word; do case "$word" in --values=*) cp "${word#--values=}" "$home/values";; esac; done',
    script,
  ];
  writeFileSync(path, `${lines.join('\n')}\n`);
  chmodSync(path, 0o755);
  return path;
}

function unpack(...words: readonly string[]): ReturnType<typeof infraRun> {
  return infraRun(['unpack', ...words], { cwd: root });
}

function verified(): unknown {
  const lock = JSON.parse(readFileSync(`${root}/${LOCK}`, 'utf8')) as { bases: { beacon: object } };
  return (lock.bases.beacon as { verified?: unknown }).verified;
}

describe('a helm that renders the same', () => {
  test('is recorded and told', () => {
    const { status, stdout, stderr } = unpack(CHART, '--verify-with', fakeHelm());
    expect([status, stderr]).toEqual([0, '']);
    expect(stdout).toMatch(/^verified {4}helm 4\.2\.4 renders the same$/m);
    expect(verified()).toEqual({ helm: '4.2.4' });
  });

  test('gets what our engine got', () => {
    const flags = [
      '--release',
      'page',
      '--namespace',
      'ops',
      '-a',
      'example.com/v1',
      '--kube-version',
      '1.30',
    ];
    unpack(CHART, ...flags, '--set', 'replicas=2', '--verify-with', fakeHelm());
    const words = readFileSync(`${root}/words`, 'utf8').split('\n');
    expect(words.slice(0, 3)).toEqual(['template', 'page', `${root}/charts/beacon`]);
    expect(words).toEqual(
      expect.arrayContaining(['--include-crds', '--namespace=ops', '--api-versions=example.com/v1']),
    );
    expect(words).toContain('--kube-version=v1.30');
    expect(readFileSync(`${root}/values`, 'utf8')).toBe('replicas: 2\n');
  });

  test('is no longer recorded when something is not what it rendered', () => {
    unpack(CHART, '--verify-with', fakeHelm());
    expect(unpack('beacon').stdout).toMatch(/^unchanged .*\n(?:.*\n)*verified {4}helm 4\.2\.4/m);
    expect(unpack('--all', '--check').status).toBe(0);
    expect(verified()).toEqual({ helm: '4.2.4' });
    unpack('beacon', '--set', 'replicas=3');
    expect(verified()).toBeUndefined();
  });

  test('changes no lock that is to stay', () => {
    unpack(CHART);
    expect(unpack('beacon', '--locked', '--verify-with', fakeHelm()).status).toBe(0);
    expect(unpack('--all', '--check', '--verify-with', fakeHelm()).status).toBe(0);
    expect(verified()).toBeUndefined();
  });
});

describe('a helm that does not', () => {
  test('has nothing written', () => {
    const helm = fakeHelm(`sed 's/kind: Service$/kind: Services/' "$home/rendered"`);
    const { status, stderr } = unpack(CHART, '--verify-with', helm);
    expect(stderr).toMatch(
      /^beacon: line \d+ of the render .*\(4\.2\.4\)\n- kind: Services\n\+ kind: Service\n/,
    );
    expect(status).toBe(1);
    expect([existsSync(`${root}/infra`), existsSync(`${root}/base`)]).toEqual([false, false]);
    const json = JSON.parse(unpack(CHART, '--json', '--verify-with', helm).stdout) as object;
    expect(json).toMatchObject({
      dryRun: true,
      apps: [{ difference: expect.stringMatching(/^line/) as string }],
    });
  });

  test.each<[string, string, number, string]>([
    ['refuses', 'echo "Error: no" >&2; exit 1', 1, 'refuses what we render: Error: no'],
    ['prints less', 'head -3 "$home/rendered"', 1, '\n+ kind: CustomResourceDefinition\n'],
    ['prints more', 'cat "$home/rendered"; echo more', 1, '- more'],
  ])('%s', (_, script, code, message) => {
    const { status, stderr } = unpack(CHART, '--verify-with', fakeHelm(script));
    expect([status, stderr]).toEqual([code, expect.stringContaining(message)]);
    expect(existsSync(`${root}/infra`)).toBe(false);
  });

  test('shows no value of a Secret', () => {
    const secret = 'apiVersion: v1\nkind: Secret\nmetadata:\n  name: s\nstringData:\n  token: open sesame\n';
    writeFileSync(`${root}/charts/beacon/templates/a-secret.yaml`, secret);
    const { status, stderr } = unpack(CHART, '--verify-with', fakeHelm());
    expect(status).toBe(1);
    expect(stderr).not.toContain('sesame');
  });
});

test.each<[string, string]>([
  ['./nowhere', 'Error: ./nowhere cannot be run'],
  ['cat', 'Error: cat is no helm'],
])('%s is no helm', (program, message) => {
  const { status, stderr } = unpack(CHART, '--verify-with', program);
  expect([status, stderr]).toEqual([2, expect.stringContaining(message)]);
  expect(existsSync(`${root}/infra`)).toBe(false);
});

test('values that are others each time do not count, all else does', () => {
  const template = (other: string): string =>
    `kind: ConfigMap\napiVersion: v1\nmetadata:\n  name: z\ndata:\n  a: {{ randAlpha 9 }}\n  b: {{ now | date "150405" | quote }}\n  ${other}\n`;
  writeFileSync(`${root}/charts/beacon/templates/z.yaml`, template('c: d'));
  const renders = infraRun(['template', 'beacon', CHART, '--include-crds', '--namespace', 'beacon'], {
    cwd: root,
  });
  writeFileSync(`${root}/rendered`, renders.stdout);
  expect(unpack(CHART, '--verify-with', fakeHelm()).status).toBe(0);
  const { status, stderr } = unpack(CHART, '--verify-with', fakeHelm(`sed 's/c: d/c: e/' "$home/rendered"`));
  expect(stderr).toContain('- c: e\n+ c: d\n'.replaceAll('c:', '  c:'));
  expect(status).toBe(1);
});
