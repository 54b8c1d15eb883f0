// Argo CD on loopback: the parts that turn a repository into objects. No server and no page.
import * as fs from 'node:fs';
import { manifest } from './control-plane.mjs';
import { until } from './processes.mjs';

const NAMESPACE = 'argocd';

/** Argo CD's server would make these; the controller only wants them to be there. */
const SECRET = { stringData: { 'server.secretkey': 'nobody-signs-in-here', 'admin.password': 'none' } };

/**
 * Starts Redis, the repo-server and the application controller; comes back when both answer. `kustomize` is the program that
 * the repo-server builds with.
 * @param {import('./control-plane.mjs').Stack & { kustomize: string }} stack
 * @param {import('./control-plane.mjs').Kubectl} kubectl
 */
export async function startArgoCd(stack, kubectl) {
  const { built, directory, ports, processes } = stack;
  const [redisPort, repoPort, repoMetrics, controllerMetrics] = ports.slice(4);
  const redis = `127.0.0.1:${redisPort}`;
  await applySettings(built, kubectl);
  processes.start('redis', `${built}/bin/redis`, [redis]);
  startArgo(stack, 'argocd-repo-server', [
    ...[
      '--address=127.0.0.1',
      `--port=${repoPort}`,
      '--metrics-address=127.0.0.1',
      `--metrics-port=${repoMetrics}`,
    ],
    ...[`--redis=${redis}`, '--disable-tls', '--client-ca-path='],
  ]);
  startArgo(stack, 'argocd-application-controller', [
    ...[`--kubeconfig=${directory}/admin.kubeconfig`, `--namespace=${NAMESPACE}`, `--redis=${redis}`],
    ...[
      `--repo-server=127.0.0.1:${repoPort}`,
      '--repo-server-plaintext',
      `--metrics-port=${controllerMetrics}`,
    ],
    '--persist-resource-health',
  ]);
  for (const address of [`${repoMetrics}/healthz?full=true`, `${controllerMetrics}/healthz`]) {
    await until('Argo CD', 60, async () => {
      processes.check();
      return (await fetch(`http://127.0.0.1:${address}`)).ok;
    });
  }
}

/** @type {(built: string, kubectl: import('./control-plane.mjs').Kubectl) => Promise<void>} */
async function applySettings(built, kubectl) {
  const apply = ['apply', `--namespace=${NAMESPACE}`, '--server-side'];
  await kubectl(['create', 'namespace', NAMESPACE]);
  await kubectl([...apply, '-k', `${built}/argo-cd/crds`]);
  await kubectl([...apply, '-k', `${built}/argo-cd/config`]);
  await kubectl([
    'patch',
    'secret',
    'argocd-secret',
    `--namespace=${NAMESPACE}`,
    '-p',
    JSON.stringify(SECRET),
  ]);
  // Definitions take a moment until they are served.
  await until('AppProject', 30, () => kubectl([...apply, '-f', manifest('default-project')]));
  await until('Application', 30, () =>
    kubectl(['get', 'applications.argoproj.io', `--namespace=${NAMESPACE}`]),
  );
}

/**
 * One program is all of Argo CD: what it is this time stands in its environment. All that it keeps is below `directory`.
 * @param {import('./control-plane.mjs').Stack & { kustomize: string }} stack
 * @param {string} name
 * @param {readonly string[]} words
 */
function startArgo({ built, directory, processes, kustomize }, name, words) {
  const state = `${directory}/argo-cd`;
  for (const each of ['gpg', 'gpg-keys', 'tls', 'ssh', 'plugins', 'settings', 'temporary', 'home'])
    fs.mkdirSync(`${state}/${each}`, { recursive: true });
  const path = `${built}/bin:${kustomize.slice(0, kustomize.lastIndexOf('/'))}:${process.env['PATH']}`;
  processes.start(name, `${built}/bin/argocd`, words, {
    PATH: path,
    HOME: `${state}/home`,
    TMPDIR: `${state}/temporary`,
    HOSTNAME: 'argocd-0',
    KUBECONFIG: `${directory}/admin.kubeconfig`,
    ARGOCD_BINARY_NAME: name,
    // The cluster it is in, it reaches as KUBECONFIG says.
    ARGOCD_FAKE_IN_CLUSTER: 'true',
    ARGOCD_GPG_ENABLED: 'false',
    ARGOCD_GNUPGHOME: `${state}/gpg`,
    ARGOCD_GPG_DATA_PATH: `${state}/gpg-keys`,
    ARGOCD_TLS_DATA_PATH: `${state}/tls`,
    ARGOCD_SSH_DATA_PATH: `${state}/ssh`,
    ARGOCD_PLUGINSOCKFILEPATH: `${state}/plugins`,
    ARGOCD_APP_CONF_PATH: `${state}/settings`,
  });
}
