// From an empty directory to running software, and away again: what an operator types, a real API server and a real Argo CD.
import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { readFileSync, rmSync } from 'node:fs';
import { promisify } from 'node:util';
import { applicationIs, checkObjects, liveObjects, refresh, rolledOut, syncedAt } from './cluster.mjs';
import { newRepository } from './repository.mjs';

const run = promisify(execFile);
const CLUSTER = 'dev';
const NAMESPACE = 'ci';

/**
 * @typedef {object} App one that is installed; it has a StatefulSet of its name with a container of its name
 * @property {string} name
 * @property {readonly string[]} unpack the words after `infra unpack`
 */

/**
 * @typedef {object} Surroundings
 * @property {string} directory for the repositories
 * @property {readonly App[]} apps
 * @property {import('./cluster.mjs').Stack} stack
 * @property {string} kustomize the stock program
 * @property {<T>(what: string, work: () => Promise<T>) => Promise<T>} step does the work and says how long it took
 */

/** @param {Surroundings} surroundings */
export async function scenario(surroundings) {
  const { directory, apps, stack, step } = surroundings;
  const repository = await newRepository(directory);
  const { infra, git, commit } = repository;
  const targets = apps.map(({ name }) => `${CLUSTER}/${NAMESPACE}/${name}`);

  await step('infra init', async () => {
    await infra('init');
    await commit('Start');
  });
  for (const { name, unpack } of apps) {
    await step(`infra unpack ${name}`, async () => {
      await infra('unpack', ...unpack);
      await commit(`Unpack ${name}`);
    });
  }
  await step(`infra add ${targets.join(', ')}`, async () => {
    for (const target of targets) await infra('add', target);
    await commit('Declare targets');
  });
  await step('kubectl apply overlays/dev/root.yaml: Argo CD knows the targets of main', async () => {
    await git('push', '--quiet', 'origin', 'main');
    await stack.kubectl(['apply', '-f', `${repository.root}/overlays/${CLUSTER}/root.yaml`]);
    for (const { name } of apps) await applicationIs(stack, applicationOf(name), true);
  });
  await step('the secrets that the charts would have invented', async () => {
    await stack.kubectl(['create', 'namespace', NAMESPACE]);
    for (const { name } of apps) await createSecrets(surroundings, repository, name);
  });

  for (const { name } of apps) {
    const target = `${CLUSTER}/${NAMESPACE}/${name}`;
    /** @type {(limit: string, value: string) => string[]} */
    const patch = (limit, value) => {
      const field = `spec.template.spec.containers.${name}.resources.limits.${limit}`;
      return ['patch', target, `StatefulSet/${name}`, '--set', `${field}=${value}`];
    };
    const first = await step(
      `infra patch and install ${target}: Synced, and the objects are those built`,
      async () => {
        await infra(...patch('memory', '4Gi'));
        return await install(surroundings, repository, name);
      },
    );
    assert.equal(limitsOf(first.pods[0], name).memory, '4Gi');
    await step(`a second patch and install ${target}: rolls`, async () => {
      await infra(...patch('cpu', '3'));
      const second = await install(surroundings, repository, name);
      assert.ok(second.generation > first.generation, 'the StatefulSet has not changed');
      assert.notEqual(second.pods[0].metadata.uid, first.pods[0].metadata.uid, 'the pod is the old one');
      assert.deepEqual(
        [limitsOf(second.pods[0], name).memory, limitsOf(second.pods[0], name).cpu],
        ['4Gi', '3'],
        'limits of the new pod',
      );
    });
  }

  // One is left after each but the last: that a cluster may become empty is a rule of its own.
  for (const { name } of apps) {
    await step(`${name} leaves main: its Application and its objects go`, () =>
      remove(surroundings, repository, name),
    );
  }
}

/**
 * Commits, installs, and waits until Argo CD has done it. Throws unless the cluster holds what `infra build` and the stock
 * kustomize build.
 * @param {Surroundings} surroundings
 * @param {import('./repository.mjs').Repository} repository
 * @param {string} name
 */
async function install({ stack, kustomize }, { root, remote, infra, git, commit }, name) {
  const target = `${CLUSTER}/${NAMESPACE}/${name}`;
  const revision = await commit(`Patch ${target}`);
  const onMain = await git('ls-remote', `file://${remote}`, 'refs/heads/main');
  await infra('install', target);
  const installed = await git('ls-remote', `file://${remote}`, `refs/heads/install/${target}`);
  assert.equal(installed.split('\t')[0], revision, 'the commit on the install branch');
  assert.equal(await git('ls-remote', `file://${remote}`, 'refs/heads/main'), onMain, 'main has moved');

  const manifests = await infra('build', target);
  const { stdout: stock } = await run(kustomize, ['build', `${root}/overlays/${target}`], {
    maxBuffer: 1 << 26,
  });
  assert.ok(manifests === stock, `infra build ${target} is not what kustomize builds`);

  await refresh(stack, applicationOf(name));
  await syncedAt(stack, applicationOf(name), revision);
  await checkObjects(stack, applicationOf(name), manifests);
  return await rolledOut(stack, NAMESPACE, name);
}

/**
 * Creates what the lock says was left out, with any value: this is what an operator does once.
 * @param {Surroundings} surroundings
 * @param {import('./repository.mjs').Repository} repository
 * @param {string} app
 */
async function createSecrets({ stack }, { root }, app) {
  const lock = JSON.parse(readFileSync(`${root}/infra/${app}/app.lock`, 'utf8'));
  for (const [identity, { keys }] of Object.entries(lock.bases[app].secrets)) {
    const name = identity.slice(identity.lastIndexOf('/') + 1);
    /** @type {string[]} */
    const entries = keys.map((/** @type {string} */ key) => `--from-literal=${key}=made-for-this-run`);
    await stack.kubectl(['create', 'secret', 'generic', name, `--namespace=${NAMESPACE}`, ...entries]);
  }
}

/**
 * Takes a target away from the main branch, and waits until nothing of it is left in the cluster.
 * @param {Surroundings} surroundings
 * @param {import('./repository.mjs').Repository} repository
 * @param {string} app
 */
async function remove({ stack }, { root, infra, git, commit }, app) {
  const target = `${CLUSTER}/${NAMESPACE}/${app}`;
  const manifests = await infra('build', target);
  rmSync(`${root}/overlays/${target}`, { recursive: true });
  await commit(`Remove ${target}`);
  await git('push', '--quiet', 'origin', 'main');
  await refresh(stack, CLUSTER);
  await applicationIs(stack, applicationOf(app), false);
  assert.deepEqual(await liveObjects(stack, manifests), [], 'objects that are left');
}

/** @param {string} app */
function applicationOf(app) {
  return `${CLUSTER}.${NAMESPACE}.${app}`;
}

/** @type {(pod: any, container: string) => Record<string, string>} */
function limitsOf({ spec: { containers } }, container) {
  return containers.find((/** @type {{ name: string }} */ { name }) => name === container).resources.limits;
}
