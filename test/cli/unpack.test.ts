import {
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { beacon, infraRun } from './program.ts';

let root: string;

beforeEach(() => {
  root = mkdtempSync(`${tmpdir()}/infra-unpack-`);
});

afterEach(() => {
  rmSync(root, { recursive: true });
});

function unpack(words: readonly string[]): ReturnType<typeof infraRun> {
  return infraRun(['unpack', ...words], { cwd: root });
}

const FILES = [
  'configmap-beacon.yaml',
  'customresourcedefinition-checks.beacon.example.com.yaml',
  'deployment-beacon.yaml',
  'ingress-beacon.yaml',
  'kustomization.yaml',
  'pod-beacon-test.yaml',
  'service-beacon-cache.yaml',
  'service-beacon.yaml',
  'serviceaccount-beacon.yaml',
  'statefulset-beacon-cache.yaml',
];

test('a base has one resource a file and a kustomization', () => {
  expect(unpack([beacon])).toEqual({
    status: 0,
    stdout: 'wrote base/beacon: 9 resources and kustomization.yaml\n',
    stderr: '',
  });
  expect(readdirSync(`${root}/base`)).toEqual(['beacon']);
  expect(readdirSync(`${root}/base/beacon`).sort()).toEqual(FILES);
  expect(readFileSync(`${root}/base/beacon/service-beacon-cache.yaml`, 'utf8')).toMatch(
    /^apiVersion: v1\nkind: Service\n/,
  );
  const resources = FILES.filter((file) => file !== 'kustomization.yaml').map((file) => `- ${file}\n`);
  expect(readFileSync(`${root}/base/beacon/kustomization.yaml`, 'utf8')).toBe(
    `apiVersion: kustomize.config.k8s.io/v1beta1\nkind: Kustomization\nresources:\n${resources.join('')}`,
  );
});

test('--app, --release, --namespace and values are used', () => {
  unpack([beacon, '--app', 'status', '--release', 'page', '--set', 'ingress.enabled=false']);
  const files = readdirSync(`${root}/base/status`);
  expect(files).toContain('deployment-page-beacon.yaml');
  expect(files.some((file) => file.startsWith('ingress'))).toBe(false);
});

test('a base is replaced as a whole', () => {
  unpack([beacon]);
  writeFileSync(`${root}/base/beacon/old.yaml`, '');
  unpack([beacon]);
  expect(readdirSync(`${root}/base/beacon`).sort()).toEqual(FILES);
});

test('--dry-run writes nothing', () => {
  expect(unpack([beacon, '--dry-run']).stdout).toContain('would write base/beacon: 9 resources');
  expect(existsSync(`${root}/base`)).toBe(false);
});

test('--json lists the files', () => {
  const result: unknown = JSON.parse(unpack([beacon, '--json']).stdout);
  expect(result).toMatchObject({ schema: 'infra.unpack/v1', app: 'beacon', directory: 'base/beacon' });
});

test('what a killed run had staged is thrown away', () => {
  unpack([beacon]);
  mkdirSync(`${root}/.infra/stage`, { recursive: true });
  writeFileSync(`${root}/.infra/stage/0`, 'half');
  expect(unpack([beacon, '--set', 'replicas=3']).status).toBe(0);
  expect(readdirSync(`${root}/base/beacon`).sort()).toEqual(FILES);
  expect(existsSync(`${root}/.infra`)).toBe(false);
});

test.each([
  ['a chart that fails', ['--set', 'ingress.host='], 'ingress.host is needed when the ingress is on'],
  ['values that do not fit', ['--set', 'replicas=0'], "values don't meet the specifications of the schema"],
  ['a bad app name', ['--app', 'Not/A/Name'], '"Not/A/Name" cannot be the name of an app'],
])('%s writes nothing', (_, words, message) => {
  const { status, stdout, stderr } = unpack([beacon, ...words]);
  expect(stderr).toContain(message);
  expect(stdout).toBe('');
  expect(status).toBe(2);
  expect(existsSync(`${root}/base`)).toBe(false);
});

test('what is no base is not replaced', () => {
  mkdirSync(`${root}/base/beacon`, { recursive: true });
  writeFileSync(`${root}/base/beacon/precious.txt`, '');
  const { status, stderr } = unpack([beacon]);
  expect(stderr).toContain('base/beacon exists and is no base: it has no kustomization.yaml');
  expect(status).toBe(2);
  expect(readdirSync(`${root}/base/beacon`)).toEqual(['precious.txt']);
});

test.skipIf(process.getuid?.() === 0)('a directory that cannot be written is one error', () => {
  chmodSync(root, 0o555);
  expect(unpack([beacon]).stderr).toContain('permission denied');
  chmodSync(root, 0o755);
});
