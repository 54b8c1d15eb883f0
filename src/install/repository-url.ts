import { InfraError } from '../lib/error.ts';
import { joinPath } from '../lib/path.ts';
import { withoutCredentials } from '../lib/url-secrets.ts';
import type { InfraYaml } from '../project/infra-yaml.ts';
import { fileStatus } from '../system/files.ts';
import { runGit } from '../system/git.ts';

/**
 * The address at which Argo CD reads this repository: what infra.yaml says, else the remote's own, without credentials.
 * Throws InfraError PROJECT where neither says it.
 */
export function repositoryUrl(root: string, infraYaml: InfraYaml): string {
  const url = knownRepositoryUrl(root, infraYaml);
  if (url !== undefined) return url;
  const { remote } = infraYaml.git;
  throw new InfraError(
    'PROJECT',
    `Git has no remote ${remote}, and Argo CD must know where this repository is`,
    {
      hint: `git remote add ${remote} <address>, or write the address as git.url into infra.yaml`,
    },
  );
}

/** The same, undefined where nothing says it. */
export function knownRepositoryUrl(root: string, { git }: InfraYaml): string | undefined {
  if (git.url !== undefined) return git.url;
  if (fileStatus(`${root}/.git`) === undefined) return undefined;
  const { status, stdout } = runGit(root, ['remote', 'get-url', '--', git.remote]);
  const address = new TextDecoder().decode(stdout).trim();
  return status !== 0 || address === '' ? undefined : asRead(address, root);
}

/**
 * A remote's address as Argo CD reads it, from any place: `git@host:path` and URLs as they are, `host:path` as an address of
 * ssh, a path as a URL. Throws InfraError PROJECT for one that it cannot read.
 */
export function asRead(address: string, root: string): string {
  if (/^(?:https?|ssh|file):\/\//.test(address)) return withoutSecrets(address);
  if (/^[\w.-]+@[\w.-]+:[^/]?/.test(address)) return address;
  const short = /^([\w.-]+):(?!:|\/\/)(.+)$/.exec(address);
  if (short !== null) return `ssh://git@${short[1]!}/${short[2]!.replace(/^\/+/, '')}`;
  if (!/^[a-z+-]+:/.test(address)) return `file://${joinPath(root, address)}`;
  throw new InfraError('PROJECT', `Argo CD cannot read a repository at ${withoutSecrets(address)}`, {
    hint: 'write an https:// or ssh:// address of it as git.url into infra.yaml',
  });
}

/** The user of ssh is part of the address; what else stands there is a secret. */
function withoutSecrets(address: string): string {
  return address.startsWith('ssh://')
    ? address.replace(/^(ssh:\/\/[^/@:]*):[^/@]*@/, '$1@')
    : withoutCredentials(address);
}
