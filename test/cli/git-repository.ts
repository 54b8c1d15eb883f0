import { spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname } from 'node:path';
import { afterAll } from 'vitest';
import { infraRun, type Run } from './program.ts';

/** A repository with a bare remote beside it, and nothing of the user's own Git. */
export interface GitRepository {
  readonly directory: string;
  readonly root: string;
  readonly remote: string;
  git(...words: string[]): string;
  /** Git in the remote. */
  atRemote(...words: string[]): string;
  infra(...words: string[]): Run;
  infraAt(directory: string, ...words: string[]): Run;
  write(path: string, text: string): void;
  read(path: string): string;
  /** Commits everything; gives the commit. */
  commit(message: string): string;
  remove(): void;
}

const INFRA = `clusters:
  dev: { phase: dev, server: "https://kubernetes.default.svc" }
  prod-a: { phase: production, server: "https://a.example.com" }
  prod-b: { phase: production, server: "https://b.example.com" }
  live: { gate: main }
`;

export const CONFIG = (value: string): string =>
  `apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: web\n  namespace: ci\ndata:\n  value: ${value}\n`;

let template: string | undefined;

/** A repository with a base of its own, one commit, and a remote that has it. */
export function gitRepository(): GitRepository {
  template ??= makeTemplate();
  const directory = mkdtempSync(`${tmpdir()}/infra-git-`);
  cpSync(template, directory, { recursive: true });
  return openRepository(directory);
}

afterAll(() => {
  if (template !== undefined) rmSync(template, { recursive: true });
  template = undefined;
});

function makeTemplate(): string {
  const repository = openRepository(mkdtempSync(`${tmpdir()}/infra-git-`));
  mkdirSync(repository.root);
  mkdirSync(repository.remote);
  repository.atRemote('init', '--quiet', '--bare', '--initial-branch=main', '.');
  repository.git('init', '--quiet', '--initial-branch=main');
  repository.git('remote', 'add', 'origin', '../remote.git');
  repository.write('infra.yaml', INFRA);
  repository.write('base/web/kustomization.yaml', 'resources:\n- config.yaml\n');
  repository.write('base/web/config.yaml', CONFIG('one'));
  repository.commit('Start');
  repository.git('push', '--quiet', 'origin', 'main');
  return repository.directory;
}

function openRepository(directory: string): GitRepository {
  const [root, remote] = [`${directory}/work`, `${directory}/remote.git`];
  const identity = { NAME: 'Ann', EMAIL: 'ann@example.com' };
  const env = {
    HOME: directory,
    XDG_CONFIG_HOME: `${directory}/config`,
    GIT_CONFIG_NOSYSTEM: '1',
    ...Object.fromEntries(
      Object.entries(identity).flatMap(([name, value]) => [
        [`GIT_AUTHOR_${name}`, value],
        [`GIT_COMMITTER_${name}`, value],
      ]),
    ),
  };
  const run = (cwd: string, words: readonly string[]): string => {
    const result = spawnSync('git', words, { cwd, env: { ...process.env, ...env }, encoding: 'utf8' });
    if (result.status !== 0) throw new Error(`git ${words.join(' ')}: ${result.stderr}`);
    return result.stdout.trim();
  };
  return {
    directory,
    root,
    remote,
    git: (...words) => run(root, words),
    atRemote: (...words) => run(remote, words),
    infra: (...words) => infraRun(words, { cwd: root, env }),
    infraAt: (cwd, ...words) => infraRun(words, { cwd, env }),
    write(path, text) {
      mkdirSync(dirname(`${root}/${path}`), { recursive: true });
      writeFileSync(`${root}/${path}`, text);
    },
    read: (path) => readFileSync(`${root}/${path}`, 'utf8'),
    commit(message) {
      run(root, ['add', '--all']);
      run(root, ['commit', '--quiet', '--allow-empty', '-m', message]);
      return run(root, ['rev-parse', 'HEAD']);
    },
    remove() {
      rmSync(directory, { recursive: true });
    },
  };
}
