import * as fs from 'node:fs';
import { createServer } from 'node:net';
import { startArgoCd } from './argo-cd.mjs';
import { startApiServer, startControllers } from './control-plane.mjs';
import { processGroup } from './processes.mjs';

/** How many ports a stack listens on. */
const PORTS = 8;

/**
 * Starts a built stack, with its state and its logs below `directory`, and says what is ready. Comes back when all of it is,
 * in about 15 seconds. Nothing of it runs on after `stop`, or after this program.
 * @param {{ built: string, directory: string, kustomize: string, say: (line: string) => void }} options
 */
export async function startStack({ built, directory, kustomize, say }) {
  const processes = processGroup(`${directory}/logs`);
  fs.mkdirSync(directory, { recursive: true });
  try {
    const stack = { built, directory, kustomize, processes, ports: await freePorts(PORTS) };
    const kubectl = await startApiServer(stack);
    say('API server ready');
    await Promise.all([
      startControllers(stack, kubectl).then(() => say('controllers and a simulated node ready')),
      startArgoCd(stack, kubectl).then(() => say('Argo CD ready')),
    ]);
    return {
      kubectl,
      kubeconfig: `${directory}/admin.kubeconfig`,
      check: processes.check,
      stop: processes.stop,
    };
  } catch (error) {
    await processes.stop();
    throw error;
  }
}

/**
 * Lets this program end in order when it is told to from outside: so its processes end too, after `cleanUp`.
 * @param {() => void} cleanUp
 */
export function endWithSignals(cleanUp) {
  for (const [signal, number] of /** @type {const} */ ([
    ['SIGHUP', 1],
    ['SIGINT', 2],
    ['SIGTERM', 15],
  ])) {
    process.on(signal, () => {
      process.on('exit', cleanUp);
      process.exit(128 + number);
    });
  }
}

/** Removes the directory of a run, also while a process that was just killed still writes to it. @param {string} directory */
export function removeState(directory) {
  fs.rmSync(directory, { recursive: true, force: true, maxRetries: 5 });
}

/**
 * Ports of the loopback that nobody listens on now. All are held until all are found, so that no two are the same.
 * @param {number} count
 */
async function freePorts(count) {
  const servers = Array.from({ length: count }, () => createServer().listen(0, '127.0.0.1'));
  const ports = [];
  for (const server of servers) {
    if (!server.listening) await new Promise((resolve) => server.once('listening', resolve));
    ports.push(/** @type {import('node:net').AddressInfo} */ (server.address()).port);
  }
  await Promise.all(servers.map((server) => new Promise((resolve) => server.close(resolve))));
  return ports;
}
