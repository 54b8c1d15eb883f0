// What the scenario asks the cluster and Argo CD.
import { parseAllDocuments } from 'yaml';
import { until } from '../stack/processes.mjs';
import { identity, missingFields } from './compare-objects.mjs';

/** @typedef {Awaited<ReturnType<typeof import('../stack/start.mjs').startStack>>} Stack */

const APPLICATIONS = ['applications.argoproj.io', '--namespace=argocd'];

/** How long Argo CD may take for anything, in seconds. */
const PATIENCE = 60;

/**
 * Makes Argo CD look at its branch now, as a webhook would.
 * @param {Stack} stack
 * @param {string} name
 */
export async function refresh({ kubectl }, name) {
  await kubectl(['annotate', ...APPLICATIONS, name, 'argocd.argoproj.io/refresh=normal', '--overwrite']);
}

/**
 * Waits until Argo CD has applied `commit` and says that all is as it should be; the reason it gives where that does not come.
 * @param {Stack} stack
 * @param {string} name
 * @param {string} commit
 */
export async function syncedAt(stack, name, commit) {
  await until(name, PATIENCE, async () => {
    const { status = {} } = (await application(stack, name)) ?? {};
    const { sync, health, operationState, conditions } = status;
    const state = [
      sync?.status,
      sync?.revision,
      health?.status,
      operationState?.phase,
      operationState?.syncResult?.revision,
    ];
    if (state.join() === ['Synced', commit, 'Healthy', 'Succeeded', commit].join()) return true;
    const reasons = [operationState, ...(conditions ?? [])].map((each) => each?.message);
    throw new Error(`expected Synced at ${commit}, it is ${state.join(' ')} ${reasons.join('; ')}`);
  });
}

/**
 * Waits until there is such an Application, or no more.
 * @param {Stack} stack
 * @param {string} name
 * @param {boolean} isThere
 */
export async function applicationIs(stack, name, isThere) {
  const expectation = `the Application ${name} to be ${isThere ? 'there' : 'gone'}`;
  await until(
    expectation,
    PATIENCE,
    async () => ((await application(stack, name)) !== undefined) === isThere,
  );
}

/** @type {(stack: Stack, name: string) => Promise<any>} */
async function application({ kubectl, check }, name) {
  check();
  const text = await kubectl(['get', ...APPLICATIONS, name, '--ignore-not-found', '-o', 'json']);
  return text === '' ? undefined : JSON.parse(text);
}

/**
 * Compares the objects in the API server with what was built, and with what Argo CD takes for its own. Throws what differs.
 * @param {Stack} stack
 * @param {string} name
 * @param {string} manifests
 */
export async function checkObjects(stack, name, manifests) {
  const live = new Map((await liveObjects(stack, manifests)).map((object) => [identity(object), object]));
  /** @type {any[]} */
  const built = parseAllDocuments(manifests, { version: '1.1' }).map((each) => each.toJS());
  const wrong = built.flatMap((object) => {
    const at = identity(object);
    return missingFields(object, live.get(at)).map((line) => `${at}${line}`);
  });
  const { status } = await application(stack, name);
  /** @type {any[]} */
  const owned = status.resources;
  const names = owned.map(({ group, version, kind, namespace, name }) =>
    identity({ apiVersion: group ? `${group}/${version}` : version, kind, metadata: { namespace, name } }),
  );
  const foreign = names.filter((each) => !built.some((object) => identity(object) === each));
  wrong.push(...foreign.map((each) => `${each} is in Argo CD and was not built`));
  if (names.length !== built.length) wrong.push(`${built.length} were built, Argo CD has ${names.length}`);
  if (wrong.length > 0) throw new Error(`${name}: not what was built\n${wrong.join('\n')}`);
  return built.length;
}

/**
 * The objects in the API server that these manifests name.
 * @param {Stack} stack
 * @param {string} manifests
 * @returns {Promise<any[]>}
 */
export async function liveObjects({ kubectl }, manifests) {
  const answer = JSON.parse(
    (await kubectl(['get', '-f', '-', '--ignore-not-found', '-o', 'json'], manifests)) || '{}',
  );
  return answer.kind === 'List' ? answer.items : answer.kind === undefined ? [] : [answer];
}

/**
 * Waits until all pods of a StatefulSet are made from its newest template.
 * @param {Stack} stack
 * @param {string} namespace
 * @param {string} name
 */
export async function rolledOut({ kubectl }, namespace, name) {
  const text = await kubectl(['get', 'statefulset', name, `--namespace=${namespace}`, '-o', 'json']);
  await kubectl([
    'rollout',
    'status',
    `statefulset/${name}`,
    `--namespace=${namespace}`,
    `--timeout=${PATIENCE}s`,
  ]);
  const selector = Object.entries(JSON.parse(text).spec.selector.matchLabels).map(
    ([key, value]) => `${key}=${value}`,
  );
  const pods = await kubectl([
    'get',
    'pods',
    `--namespace=${namespace}`,
    `--selector=${selector.join()}`,
    '-o',
    'json',
  ]);
  return { generation: JSON.parse(text).metadata.generation, pods: JSON.parse(pods).items };
}
