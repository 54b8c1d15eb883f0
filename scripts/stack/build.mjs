// Builds a real Kubernetes control plane and Argo CD from the Go modules that go.mod beside this file pins.
import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import * as fs from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname } from 'node:path';
import { fileURLToPath } from 'node:url';
import { cacheDirectory } from '../oracles/tools.mjs';

const here = fileURLToPath(new URL('.', import.meta.url));
const KUBERNETES = '1.36.3';
const ARGO_CD = '3.5.7';

/** Program to the package it is made from. */
const PROGRAMS = {
  etcd: 'go.etcd.io/etcd/server/v3',
  'kube-apiserver': 'k8s.io/kubernetes/cmd/kube-apiserver',
  'kube-controller-manager': 'k8s.io/kubernetes/cmd/kube-controller-manager',
  'kube-scheduler': 'k8s.io/kubernetes/cmd/kube-scheduler',
  kubectl: 'k8s.io/kubernetes/cmd/kubectl',
  kwok: 'sigs.k8s.io/kwok/cmd/kwok',
  argocd: 'github.com/argoproj/argo-cd/v3/cmd',
  redis: './redis',
};

/** What the linker sets: without a version the API server does not know what it serves. */
const VARIABLES = {
  'k8s.io/component-base/version.gitVersion': `v${KUBERNETES}`,
  'k8s.io/component-base/version.gitMajor': '1',
  'k8s.io/component-base/version.gitMinor': '36',
  'k8s.io/component-base/version.gitTreeState': 'clean',
  'k8s.io/component-base/version.gitCommit': '0'.repeat(40),
  'k8s.io/component-base/version.buildDate': '2026-01-01T00:00:00Z',
  'github.com/argoproj/argo-cd/v3/common.version': ARGO_CD,
};

/** What simulated nodes, pods and volumes go through; kwok has no stages of its own when it runs bare. */
const STAGES = [
  'node/fast/node-initialize.yaml',
  'node/heartbeat-with-lease/node-heartbeat-with-lease.yaml',
  'pod/fast/pod-ready.yaml',
  'pod/fast/pod-complete.yaml',
  'pod/fast/pod-delete.yaml',
  'volume/fast/pv-bind.yaml',
  'volume/fast/pv-delete.yaml',
  'volume/fast/pvc-provision.yaml',
  'volume/fast/pvc-delete.yaml',
];

/** Argo CD's repo-server looks for these in PATH, also where no commit is verified. */
const GIT_SCRIPTS = ['git-verify-wrapper.sh', 'gpg-wrapper.sh', 'git-ask-pass.sh'];

/**
 * The directory of the built stack, which is built now where it is not there yet; undefined where there is no Go.
 * @param {(line: string) => void} say
 */
export function readyStack(say) {
  const version = goVersion();
  if (version === undefined) return undefined;
  const directory = stackDirectory(version);
  if (!fs.existsSync(directory)) {
    say('building a control plane and Argo CD: 10 to 16 minutes, once');
    buildStack(directory, say);
  }
  return directory;
}

/** What decides what Go makes here, or undefined where there is none. */
function goVersion() {
  try {
    const words = ['env', 'GOVERSION', 'GOOS', 'GOARCH'];
    return execFileSync('go', words, { cwd: here, encoding: 'utf8', stdio: 'pipe' });
  } catch {
    return undefined;
  }
}

/** Where the stack of these sources and this Go is kept, outside the tree. @param {string} go */
function stackDirectory(go) {
  const digest = createHash('sha256').update(go);
  for (const file of ['go.mod', 'go.sum', 'build.mjs', 'redis/main.go'])
    digest.update(fs.readFileSync(`${here}${file}`));
  return `${cacheDirectory()}/stack/${digest.digest('hex').slice(0, 16)}`;
}

/**
 * Builds into a directory that is there as a whole or not at all.
 * @param {string} directory
 * @param {(line: string) => void} say
 */
function buildStack(directory, say) {
  const parent = `${dirname(directory)}/`;
  fs.mkdirSync(parent, { recursive: true });
  removeAbandoned(parent);
  const staged = fs.mkdtempSync(`${parent}build-`);
  const sources = fs.mkdtempSync(`${tmpdir()}/infra-stack-`);
  try {
    // A copy: so no Go command can write to our go.mod, and none finds a workspace above it.
    for (const each of ['go.mod', 'go.sum', 'redis'])
      fs.cpSync(`${here}${each}`, `${sources}/${each}`, { recursive: true });
    buildPrograms(sources, `${staged}/bin`, say);
    copyManifests(sources, staged);
    fs.renameSync(staged, directory);
  } finally {
    fs.rmSync(sources, { recursive: true, force: true });
    fs.rmSync(staged, { recursive: true, force: true });
  }
}

/** Takes away what builds left that were ended from outside: nobody builds for a day. @param {string} parent */
function removeAbandoned(parent) {
  const builds = fs.readdirSync(parent).filter((name) => name.startsWith('build-'));
  for (const path of builds.map((name) => `${parent}${name}`)) {
    if (Date.now() - fs.statSync(path).mtimeMs > 86_400_000)
      fs.rmSync(path, { recursive: true, force: true });
  }
}

/** @type {(sources: string, binaries: string, say: (line: string) => void) => void} */
function buildPrograms(sources, binaries, say) {
  const flags = ['-s', '-w', ...Object.entries(VARIABLES).map(([name, value]) => `-X ${name}=${value}`)];
  for (const [program, source] of Object.entries(PROGRAMS)) {
    const started = Date.now();
    const output = ['-o', `${binaries}/${program}`];
    go(sources, ['build', '-trimpath', '-ldflags', flags.join(' '), ...output, source]);
    say(`${program}: ${Math.round((Date.now() - started) / 1000)} s`);
  }
}

/**
 * What the programs need to be given and their modules hold: resource definitions, settings, stages.
 * @param {string} sources
 * @param {string} directory
 */
function copyManifests(sources, directory) {
  const argoCd = moduleDirectory(sources, 'github.com/argoproj/argo-cd/v3');
  const stages = `${moduleDirectory(sources, 'sigs.k8s.io/kwok')}/kustomize/stage`;
  copy(`${argoCd}/manifests/crds`, `${directory}/argo-cd/crds`);
  copy(`${argoCd}/manifests/base/config`, `${directory}/argo-cd/config`);
  for (const script of GIT_SCRIPTS) {
    copy(`${argoCd}/hack/${script}`, `${directory}/bin/${script}`);
    fs.chmodSync(`${directory}/bin/${script}`, 0o755);
  }
  const texts = STAGES.map((stage) => fs.readFileSync(`${stages}/${stage}`, 'utf8'));
  copy(`${stages}/volume/fast/storage-class.yaml`, `${directory}/kwok/storage-class.yaml`);
  fs.writeFileSync(`${directory}/kwok/stages.yaml`, texts.join('\n---\n'));
}

/** Copies from the module cache, where all is read-only. @type {(from: string, to: string) => void} */
function copy(from, to) {
  fs.cpSync(from, to, { recursive: true });
  execFileSync('chmod', ['-R', 'u+w', to]);
}

/** @type {(sources: string, name: string) => string} */
function moduleDirectory(sources, name) {
  return go(sources, ['list', '-m', '-f', '{{.Dir}}', name]).trim();
}

/** @type {(sources: string, words: string[]) => string} */
function go(sources, words) {
  const env = {
    ...process.env,
    CGO_ENABLED: '0',
    GOFLAGS: '-buildvcs=false -mod=readonly',
    GOWORK: 'off',
  };
  return execFileSync('go', words, {
    cwd: sources,
    env,
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'inherit'],
  });
}
