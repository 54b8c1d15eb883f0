import { chmodSync, writeFileSync } from 'node:fs';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { CONFIG, gitRepository, type GitRepository } from './git-repository.ts';

let repository: GitRepository;
beforeEach(() => {
  repository = gitRepository();
  repository.infra('add', 'dev/ci/web');
  repository.commit('Add dev/ci/web');
});
afterEach(() => {
  repository.remove();
});

const BRANCH = 'install/dev/ci/web';

/** The commit that a branch of the remote is at, undefined where there is none. */
function installed(branch = BRANCH): string | undefined {
  const line = repository.atRemote('for-each-ref', '--format=%(objectname)', `refs/heads/${branch}`);
  return line === '' ? undefined : line;
}

function change(value: string, message = `Set ${value}`): string {
  repository.write('base/web/config.yaml', CONFIG(value));
  return repository.commit(message);
}

/** What installing is refused with. */
function refusal(...words: string[]): string {
  const { status, stderr } = repository.infra('install', ...words);
  expect(status).toBe(2);
  return stderr;
}

describe('installing', () => {
  test('pushes the last commit to the branch of the target, and says what changes', () => {
    const first = repository.infra('install', 'dev/ci/web');
    const head = repository.git('rev-parse', 'HEAD');
    expect([first.status, first.stderr]).toEqual([0, '']);
    expect(installed()).toBe(head);
    expect(first.stdout).toContain('nothing: it is not installed yet');
    expect(first.stdout).toContain(`pushed      ${head.slice(0, 10)} to ${BRANCH} on origin\n`);
    expect(first.stdout).toContain('kubectl -n argocd get application dev.ci.web --watch');

    const next = change('two');
    const second = repository.infra('install', 'dev/ci/web');
    expect(second.stdout).toContain(`from      ${head.slice(0, 10)}  Add dev/ci/web\n`);
    expect(second.stdout).toContain(`to        ${next.slice(0, 10)}  Set two\n`);
    expect(second.stdout).toContain('1 changed');
    expect(second.stdout).toMatch(/data\.value.*one.*two/s);
    expect(installed()).toBe(next);
  });

  test('says where Argo CD cannot know of the target yet', () => {
    expect(repository.infra('install', 'dev/ci/web').stdout).toContain('git push origin HEAD:main\n');
    repository.git('push', '--quiet', 'origin', 'main');
    change('two');
    repository.git('push', '--quiet', 'origin', 'main');
    expect(repository.infra('install', 'dev/ci/web').stdout).not.toContain('note');
  });

  test('says where the Application follows something else than infra.yaml says', () => {
    repository.write('infra.yaml', repository.read('infra.yaml').replace('phase: dev', 'gate: ci'));
    repository.commit('Let the pipeline check');
    expect(repository.infra('install', 'dev/ci/web').stdout).toContain(
      'application.yaml of dev/ci/web follows install/dev/ci/web, and infra.yaml says deployed/dev/ci/web',
    );
  });

  test('--dry-run pushes nothing', () => {
    const { status, stdout } = repository.infra('install', 'dev/ci/web', '--dry-run');
    expect(status).toBe(0);
    expect(stdout).toContain('would push');
    expect(installed()).toBeUndefined();
  });

  test('--json is for programs', () => {
    repository.infra('install', 'dev/ci/web');
    const from = installed();
    const to = change('two');
    const { stdout } = repository.infra('install', 'dev/ci/web', '--json');
    expect(JSON.parse(stdout)).toMatchObject({
      schema: 'infra.install/v1',
      remote: 'origin',
      isOnMain: false,
      isDryRun: false,
      targets: [{ target: 'dev/ci/web', branch: BRANCH, from, to, state: 'moved', resources: 1, lost: [] }],
    });
  });

  test('works from a branch of which others know nothing here', () => {
    repository.infra('install', 'dev/ci/web');
    const other = `${repository.directory}/other`;
    repository.git('clone', '--quiet', repository.remote, other);
    repository.git('-C', other, 'checkout', '--quiet', '-b', 'more', `origin/${BRANCH}`);
    repository.git('-C', other, 'commit', '--quiet', '--allow-empty', '-m', 'From elsewhere');
    repository.git('-C', other, 'push', '--quiet', 'origin', `HEAD:${BRANCH}`);
    const theirs = installed();
    const { status } = repository.infra('install', 'dev/ci/web');
    // A commit without a change holds nothing that could be lost.
    expect([status, installed()]).toEqual([0, theirs]);
  });

  test('works where what is installed does not build', () => {
    repository.write('base/web/kustomization.yaml', 'resources:\n- gone.yaml\n');
    repository.commit('Break it');
    repository.git('push', '--quiet', 'origin', `HEAD:${BRANCH}`);
    repository.write('base/web/kustomization.yaml', 'resources:\n- config.yaml\n');
    const repaired = repository.commit('Repair it');
    const { status, stdout } = repository.infra('install', 'dev/ci/web');
    expect(status).toBe(0);
    expect(stdout).toContain('What is installed does not build');
    expect(installed()).toBe(repaired);
  });
});

describe('--again', () => {
  test('pushes a commit without changes, and the next install is as any other', () => {
    repository.infra('install', 'dev/ci/web');
    const first = installed();
    const same = repository.infra('install', 'dev/ci/web');
    expect([same.status, installed()]).toEqual([0, first]);
    expect(same.stdout).toContain('infra install dev/ci/web --again');

    const twice = [0, 0].map(() => repository.infra('install', 'dev/ci/web', '--again').status);
    expect(twice).toEqual([0, 0]);
    const again = installed()!;
    expect(repository.atRemote('log', '--format=%s', `${first}..${again}`)).toBe(
      'Install dev/ci/web again\nInstall dev/ci/web again',
    );
    expect(repository.atRemote('rev-parse', `${again}^{tree}`)).toBe(
      repository.atRemote('rev-parse', `${first}^{tree}`),
    );
    expect(repository.git('rev-parse', 'HEAD')).toBe(first);

    const next = change('two');
    const { status, stdout } = repository.infra('install', 'dev/ci/web');
    expect([status, installed()]).toEqual([0, next]);
    expect(stdout).toContain(`from      ${first!.slice(0, 10)}  Add dev/ci/web\n`);
  });
});

describe('is refused', () => {
  test('with what is not committed', () => {
    repository.write('base/web/config.yaml', CONFIG('two'));
    repository.write('new.yaml', '');
    expect(refusal('dev/ci/web')).toContain('not committed are base/web/config.yaml, new.yaml');
    expect(installed()).toBeUndefined();
  });

  test('for a target that is not declared', () => {
    const message = refusal('dev/ci/db');
    expect(message).toContain('the last commit has no overlays/dev/ci/db/kustomization.yaml');
    expect(message).toContain('infra add dev/ci/db');
  });

  test('for a base that is not in Git, though it is on the disk', () => {
    repository.git('rm', '-r', '--quiet', '--cached', 'base');
    repository.write('.gitignore', '/base/\n');
    repository.git('add', '.gitignore');
    repository.git('commit', '--quiet', '-m', 'Without bases');
    const message = refusal('dev/ci/web');
    expect(message).toContain('does not build');
    expect(installed()).toBeUndefined();
  });

  test('with an overlay that does not build, and says where to look', () => {
    const path = 'overlays/dev/ci/web/kustomization.yaml';
    repository.write(path, `${repository.read(path)}patches:\n- path: gone.yaml\n`);
    repository.commit('Patch with nothing');
    const message = refusal('dev/ci/web');
    expect(message).toContain(`${path}:`);
    expect(message).toContain('put that right and commit it');
  });

  test('with a patch whose target is gone, which Kustomize passes over', () => {
    const path = 'overlays/dev/ci/web/kustomization.yaml';
    const patch =
      '- target: {kind: ConfigMap, name: wbe}\n  patch: \'[{"op": "remove", "path": "/data"}]\'\n';
    repository.write(path, `${repository.read(path)}patches:\n${patch}`);
    repository.commit('Patch what is not there');
    const message = refusal('dev/ci/web');
    expect(message).toContain('the target of the patch selects no resource');
    expect(message).toContain(`${path}:`);
    expect(message).toContain('the patch has no effect');
    expect(installed()).toBe(undefined);
  });

  test('where it would lose a commit, unless forced', () => {
    const theirs = change('two', 'Raise it');
    repository.infra('install', 'dev/ci/web');
    repository.git('reset', '--quiet', '--hard', 'HEAD~1');
    const mine = change('three');
    const message = refusal('dev/ci/web');
    expect(message).toContain(`${theirs.slice(0, 10)} "Raise it"`);
    expect(message).toContain('--force');
    expect(installed()).toBe(theirs);
    const { status, stdout } = repository.infra('install', 'dev/ci/web', '--force');
    expect(status).toBe(0);
    expect(stdout).toContain(`gives up  ${theirs.slice(0, 10)}  Raise it\n`);
    expect(installed()).toBe(mine);
  });

  test('in a shallow clone that cannot tell', () => {
    repository.infra('install', 'dev/ci/web');
    change('two');
    repository.git('push', '--quiet', 'origin', 'main');
    const shallow = `${repository.directory}/shallow`;
    repository.git('clone', '--quiet', '--depth=1', `file://${repository.remote}`, shallow);
    const { status, stderr } = repository.infra('install', 'dev/ci/web', '--dry-run');
    expect([status, stderr]).toEqual([0, '']);
    const { status: refused, stderr: message } = repository.infraAt(shallow, 'install', 'dev/ci/web');
    expect(refused).toBe(2);
    expect(message).toContain('git fetch --unshallow');
  });

  test('where merging is what installs', () => {
    repository.infra('add', 'live/ci/web');
    repository.commit('Add live/ci/web');
    expect(refusal('live/ci/web')).toContain('live/ci/web follows main, so merging into main installs it');
  });

  test('by a hook of the remote, in its words', () => {
    const hook = `${repository.remote}/hooks/pre-receive`;
    writeFileSync(hook, '#!/bin/sh\necho "only the pipeline may" >&2\nexit 1\n');
    chmodSync(hook, 0o755);
    const message = refusal('dev/ci/web');
    expect(message).toContain(
      'origin refused install/dev/ci/web (pre-receive hook declined): only the pipeline may',
    );
  });

  test('without a remote, and by one that is not there, with no password shown', () => {
    repository.git('remote', 'set-url', 'origin', 'http://ann:hunter2@127.0.0.1:1/x.git');
    const message = refusal('dev/ci/web');
    expect(message).toContain('origin cannot be read');
    expect(message).not.toContain('hunter2');
    repository.git('remote', 'remove', 'origin');
    expect(refusal('dev/ci/web')).toContain('git remote add origin');
  });
});

describe('several targets', () => {
  beforeEach(() => {
    for (const cluster of ['prod-a', 'prod-b']) repository.infra('add', `${cluster}/ci/web`);
    repository.commit('Add production');
  });

  test('go in one push', () => {
    const { status } = repository.infra('install', 'prod-*/ci/web', 'prod-a/ci/web');
    const head = repository.git('rev-parse', 'HEAD');
    expect(status).toBe(0);
    expect([installed('install/prod-a/ci/web'), installed('install/prod-b/ci/web')]).toEqual([head, head]);
    expect(installed()).toBeUndefined();
  });

  test('or none is', () => {
    const hook = `${repository.remote}/hooks/update`;
    writeFileSync(hook, '#!/bin/sh\ncase "$1" in *prod-b*) echo "frozen" >&2; exit 1;; esac\n');
    chmodSync(hook, 0o755);
    expect(refusal('prod-*/ci/web')).toContain(
      'origin refused install/prod-b/ci/web (hook declined): frozen',
    );
    expect(installed('install/prod-a/ci/web')).toBeUndefined();
  });

  test('must match something', () => {
    expect(refusal('test-*/ci/web')).toContain('neither a directory nor a target');
  });
});
