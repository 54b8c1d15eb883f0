import { InfraError } from '../lib/error.ts';
import { fileStatus, readFile } from '../system/files.ts';
import type { Credentials } from './fetch-context.ts';
import { runProgram } from './run-program.ts';

/** What a file of logins says, in the form that Docker's `config.json` has. */
interface Logins {
  readonly auths?: Readonly<Record<string, Login>>;
  /** the program that keeps the logins for a registry, or for all */
  readonly credHelpers?: Readonly<Record<string, string>>;
  readonly credsStore?: string;
}

interface Login {
  /** `user:password` in base64 */
  readonly auth?: string;
  readonly username?: string;
  readonly password?: string;
}

/** The name under which Docker keeps the login for its own registry. */
const DOCKER = 'https://index.docker.io/v1/';
const DOCKER_HOSTS = ['docker.io', 'index.docker.io', 'registry-1.docker.io'];
/** A helper that holds a token of its own kind says so in the place of a user. */
const TOKEN = '<token>';

/**
 * The login that another tool keeps for a registry: in one of these files, or with the credential helper
 * (`docker-credential-NAME`) that one names. undefined where there is none. Throws InfraError for a file that cannot be read.
 *
 * @param host of the registry, with its port
 */
export function registryLogin(host: string, files: readonly string[]): Credentials | undefined {
  for (const file of files) {
    const logins = fileStatus(file) === undefined ? undefined : readLogins(file);
    const found = logins && (fromHelper(host, logins) ?? fromFile(host, logins));
    if (found !== undefined) return found;
  }
  return undefined;
}

function readLogins(file: string): Logins {
  try {
    const data: unknown = JSON.parse(new TextDecoder().decode(readFile(file)));
    if (typeof data === 'object' && data !== null) return data;
  } catch (error) {
    if (error instanceof InfraError) throw error;
    // Said below, without the text: it has passwords in it.
  }
  throw new InfraError('USAGE', 'the logins for registries are no JSON object', {
    location: { file },
    hint: 'repair the file, or log in anew with helm registry login or docker login',
  });
}

function fromFile(host: string, { auths = {} }: Logins): Credentials | undefined {
  const [, login] = Object.entries(auths).find(([address]) => isSameHost(address, host)) ?? [];
  if (login === undefined) return undefined;
  const { auth = '', username = '', password = '' } = login;
  if (auth === '') return username === '' ? undefined : { user: username, password };
  const text = Buffer.from(auth, 'base64').toString('utf8');
  const colon = text.indexOf(':');
  return colon < 0 ? undefined : { user: text.slice(0, colon), password: text.slice(colon + 1) };
}

function fromHelper(host: string, { credHelpers = {}, credsStore }: Logins): Credentials | undefined {
  const [, own] = Object.entries(credHelpers).find(([address]) => isSameHost(address, host)) ?? [];
  const helper = own ?? credsStore;
  if (helper === undefined || !/^[\w.-]+$/.test(helper)) return undefined;
  const address = DOCKER_HOSTS.includes(host) ? DOCKER : host;
  const { status, stdout } = runProgram(`docker-credential-${helper}`, ['get'], address);
  // It also ends so where it knows nothing of the registry.
  if (status !== 0) return undefined;
  const { Username: user = '', Secret: password = '' } = answerOf(stdout);
  return user === '' || user === TOKEN ? undefined : { user, password };
}

function answerOf(stdout: Uint8Array): { readonly Username?: string; readonly Secret?: string } {
  try {
    return (JSON.parse(new TextDecoder().decode(stdout)) ?? {}) as object;
  } catch {
    return {};
  }
}

/** Whether an address of a file is that of a registry: `host`, `https://host` or `https://host/v2/`. */
function isSameHost(address: string, host: string): boolean {
  const [name = ''] = address.replace(/^https?:\/\//, '').split('/', 1);
  return name === host || (DOCKER_HOSTS.includes(name) && DOCKER_HOSTS.includes(host));
}
