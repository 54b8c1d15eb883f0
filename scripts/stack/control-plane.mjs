// A Kubernetes control plane on loopback: the real programs, with a node and pods that are simulated.
import { execFile } from 'node:child_process';
import { generateKeyPairSync, randomBytes } from 'node:crypto';
import * as fs from 'node:fs';
import { promisify } from 'node:util';
import { until } from './processes.mjs';

const run = promisify(execFile);

/** Who the programs are to the API server, by the names of their kubeconfigs; the last is the operator. */
const USERS = [
  { name: 'controller-manager', user: 'system:kube-controller-manager', group: '' },
  { name: 'scheduler', user: 'system:kube-scheduler', group: '' },
  { name: 'admin', user: 'admin', group: 'system:masters' },
];

/**
 * @typedef {object} Stack what starting needs to know
 * @property {string} built the directory that the programs were built in
 * @property {string} directory for state, of this run alone
 * @property {readonly number[]} ports that are free
 * @property {ReturnType<typeof import('./processes.mjs').processGroup>} processes
 */

/** @typedef {(words: readonly string[], input?: string) => Promise<string>} Kubectl gives what kubectl prints; throws what it says where it fails */

/**
 * Starts etcd and the API server; comes back when the API is served, with a kubectl for it.
 * @param {Stack} stack
 */
export async function startApiServer({ built, directory, ports, processes }) {
  const [clientPort, peerPort, apiPort] = ports;
  const client = `http://127.0.0.1:${clientPort}`;
  const peer = `http://127.0.0.1:${peerPort}`;
  const server = `https://127.0.0.1:${apiPort}`;
  writeCredentials(directory, server);
  processes.start('etcd', `${built}/bin/etcd`, [
    ...['--name=stack', `--data-dir=${directory}/etcd`, '--unsafe-no-fsync'],
    ...[`--listen-client-urls=${client}`, `--advertise-client-urls=${client}`],
    ...[
      `--listen-peer-urls=${peer}`,
      `--initial-advertise-peer-urls=${peer}`,
      `--initial-cluster=stack=${peer}`,
    ],
  ]);
  processes.start('kube-apiserver', `${built}/bin/kube-apiserver`, [
    ...[`--etcd-servers=${client}`, '--bind-address=127.0.0.1', `--secure-port=${apiPort}`],
    ...[
      '--advertise-address=127.0.0.1',
      '--endpoint-reconciler-type=none',
      '--service-cluster-ip-range=10.96.0.0/16',
    ],
    ...[`--cert-dir=${directory}/certificates`, `--token-auth-file=${directory}/tokens.csv`],
    ...[
      '--service-account-issuer=https://kubernetes.default.svc',
      `--service-account-key-file=${directory}/accounts.key`,
    ],
    ...[`--service-account-signing-key-file=${directory}/accounts.key`],
    ...['--authorization-mode=Node,RBAC', '--allow-privileged=true'],
  ]);
  const kubectl = kubectlOf({ built, directory, processes });
  await until('API server', 60, async () => {
    processes.check();
    return await kubectl(['get', '--raw', '/readyz']);
  });
  return kubectl;
}

/**
 * Starts what makes an API a cluster: controllers, a scheduler, and a node that is simulated.
 * @param {Stack} stack
 * @param {Kubectl} kubectl
 */
export async function startControllers({ built, directory, ports, processes }, kubectl) {
  /** @param {string} name */
  const as = (name) => `--kubeconfig=${directory}/${name}.kubeconfig`;
  processes.start('kube-controller-manager', `${built}/bin/kube-controller-manager`, [
    ...[
      as('controller-manager'),
      '--leader-elect=false',
      '--secure-port=0',
      '--use-service-account-credentials=true',
    ],
    ...[`--service-account-private-key-file=${directory}/accounts.key`],
    `--root-ca-file=${directory}/certificates/apiserver.crt`,
    // A lease that is renewed too late would leave pods unready for good.
    '--node-monitor-grace-period=10m',
  ]);
  processes.start('kube-scheduler', `${built}/bin/kube-scheduler`, [
    ...[as('scheduler'), '--leader-elect=false', '--secure-port=0'],
  ]);
  processes.start('kwok', `${built}/bin/kwok`, [
    ...[as('admin'), '--manage-all-nodes=true', '--node-lease-duration-seconds=40'],
    ...[`--config=${built}/kwok/stages.yaml`, `--server-address=127.0.0.1:${ports[3]}`],
  ]);
  await kubectl(['apply', '--server-side', '-f', `${built}/kwok/storage-class.yaml`, '-f', manifest('node')]);
  await until('node and service accounts', 60, async () => {
    processes.check();
    await kubectl(['get', 'serviceaccount', 'default']);
    return await kubectl(['wait', '--for=condition=Ready', 'node/node-1', '--timeout=1s']);
  });
}

/** The path of a manifest of ours. @param {string} name */
export function manifest(name) {
  return new URL(`manifests/${name}.yaml`, import.meta.url).pathname;
}

/**
 * A token for each user and the key of service accounts. The API server makes its certificate itself.
 * @param {string} directory
 * @param {string} server
 */
function writeCredentials(directory, server) {
  const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
  const key = privateKey.export({ type: 'pkcs1', format: 'pem' });
  fs.writeFileSync(`${directory}/accounts.key`, key, { mode: 0o600 });
  let tokens = '';
  for (const { name, user, group } of USERS) {
    const token = randomBytes(16).toString('hex');
    tokens += `${token},${user},${name},"${group}"\n`;
    const text = kubeconfig(server, `${directory}/certificates/apiserver.crt`, token);
    fs.writeFileSync(`${directory}/${name}.kubeconfig`, text, { mode: 0o600 });
  }
  fs.writeFileSync(`${directory}/tokens.csv`, tokens, { mode: 0o600 });
}

/** @type {(server: string, authority: string, token: string) => string} */
function kubeconfig(server, authority, token) {
  return JSON.stringify({
    apiVersion: 'v1',
    kind: 'Config',
    clusters: [{ name: 'stack', cluster: { server, 'certificate-authority': authority } }],
    users: [{ name: 'user', user: { token } }],
    contexts: [{ name: 'stack', context: { cluster: 'stack', user: 'user' } }],
    'current-context': 'stack',
  });
}

/** @type {(stack: Pick<Stack, 'built' | 'directory' | 'processes'>) => Kubectl} */
function kubectlOf({ built, directory, processes }) {
  const env = { ...process.env, KUBECONFIG: `${directory}/admin.kubeconfig` };
  return async (words, input) => {
    const running = run(`${built}/bin/kubectl`, words, { env, maxBuffer: 1 << 26 });
    processes.mind(running.child);
    running.child.stdin?.end(input ?? '');
    try {
      return (await running).stdout;
    } catch (error) {
      const { stderr, message } = /** @type {Error & { stderr: string }} */ (error);
      throw new Error(stderr.trim() || message, { cause: error });
    }
  };
}
