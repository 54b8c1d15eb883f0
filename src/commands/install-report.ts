import { diffAsJson } from '../diff/diff-as-json.ts';
import { diffAsText } from '../diff/diff-as-text.ts';
import type { Commit } from '../install/commits.ts';
import { shortId } from '../install/plan-install.ts';
import { applicationName, followedBranch } from '../overlay/application.ts';
import { printTarget } from '../project/target.ts';
import type { Installation, Installations } from './install.ts';

/** For people, before anything is pushed: what is installed, what will be, and the difference. */
export function planAsText(
  { installations, remote }: Installations,
  { colour }: { colour: boolean },
): string {
  const parts = installations.map((installation) => {
    return `${headOf(installation, remote)}${bodyOf(installation, colour)}`;
  });
  return parts.join('\n');
}

function headOf({ target, branch, seen, installed, wanted, lost }: Installation, remote: string): string {
  const now = seen === undefined ? 'nothing: it is not installed yet' : commitText(installed ?? seen);
  const rows = [
    ['target', printTarget(target)],
    ['branch', `${branch} on ${remote}`],
    ['from', now],
    ['to', commitText(wanted)],
    ...lost.map((commit, index) => [index === 0 ? 'gives up' : '', commitText(commit)]),
  ];
  return rows.map(([title = '', text = '']) => `${title.padEnd(10)}${text}\n`).join('');
}

function bodyOf(installation: Installation, colour: boolean): string {
  const { target, diff, isThere, isPushed, resources, seen, problem } = installation;
  if (problem !== undefined)
    return `\nWhat is installed does not build, so there is nothing to compare with: ${problem}\n`;
  if (isThere && !isPushed)
    return `\nIt is there already. To have it looked at again: infra install ${printTarget(target)} --again\n`;
  const text = diffAsText(diff, { colour, unfold: false });
  if (text !== '') return `\n${text}`;
  const number = resources === 1 ? '1 resource' : `${resources} resources`;
  return seen === undefined ? `\n${number}\n` : `\nNo difference in ${number}.\n`;
}

function commitText({ id, subject }: Commit): string {
  return `${shortId(id)}  ${subject}`;
}

/** For people, once it is done (or was left undone): what was pushed where, and what happens next. */
export function pushedAsText(all: Installations, commits: ReadonlyMap<string, Commit> | undefined): string {
  const pushed = all.installations.filter(({ isPushed }) => isPushed);
  if (pushed.length === 0) return '';
  const lines = pushed.map(({ branch, wanted }) => {
    const id = shortId((commits?.get(branch) ?? wanted).id);
    return `${(commits === undefined ? 'would push' : 'pushed').padEnd(12)}${id} to ${branch} on ${all.remote}\n`;
  });
  return `\n${lines.join('')}${notesOf(all)}${commits === undefined ? '' : nextOf(all, pushed)}`;
}

/** What stands in the way of Argo CD doing it. */
function notesOf({ isOnMain, infraYaml, remote, installations }: Installations): string {
  const { branch } = infraYaml.git;
  const unread = [
    `this commit is not on ${branch} of ${remote}, where Argo CD reads which targets there are:`,
    `git push ${remote} HEAD:${branch}`,
  ];
  const unfollowed = installations.flatMap(({ target, follows }) => {
    const cluster = infraYaml.clusters.get(target.cluster);
    const wanted = cluster && followedBranch({ target, cluster, infraYaml });
    if (wanted === undefined || follows.length === 0 || follows.includes(wanted)) return [];
    return [
      `application.yaml of ${printTarget(target)} follows ${follows.join(', ')}, and infra.yaml says ${wanted}:`,
      `delete it, and infra add ${printTarget(target)}`,
    ];
  });
  return rowsUnder('note', [...unfollowed, ...(isOnMain ? [] : unread)]);
}

function rowsUnder(title: string, texts: readonly string[]): string {
  return texts.map((text, index) => `${(index === 0 ? title : '').padEnd(12)}${text}\n`).join('');
}

function nextOf({ infraYaml }: Installations, pushed: readonly Installation[]): string {
  const [{ target, isThere }] = pushed as [Installation];
  const isChecked = infraYaml.clusters.get(target.cluster)?.gate === 'ci';
  const follows = isChecked
    ? 'the pipeline checks it, and Argo CD follows what it then writes'
    : 'Argo CD follows that branch, within three minutes or at once by a webhook';
  const name = applicationName(target);
  const { namespace } = infraYaml.argocd;
  const watch = `kubectl -n ${namespace} get application ${name} --watch`;
  const refresh = `kubectl -n ${namespace} annotate application ${name} argocd.argoproj.io/refresh=normal --overwrite`;
  return rowsUnder('next', [follows, watch, ...(isThere && !isChecked ? [refresh] : [])]);
}

/** For programs. `commits` is undefined where nothing was pushed. */
export function installationsAsJson(
  all: Installations,
  commits: ReadonlyMap<string, Commit> | undefined,
): object {
  const { remote, isOnMain, installations } = all;
  const targets = installations.map(
    ({ target, branch, seen, wanted, isThere, isPushed, lost, resources, diff, problem }) => ({
      target: printTarget(target),
      branch,
      from: seen?.id ?? null,
      to: commits?.get(branch)?.id ?? (isPushed || seen === undefined ? wanted.id : seen.id),
      state: stateOf({ isThere, isPushed, seen }),
      lost: lost.map(({ id }) => id),
      resources,
      ...(problem === undefined ? { diff: diffAsJson(diff) } : { problem }),
    }),
  );
  return { remote, isOnMain, isDryRun: commits === undefined, targets };
}

function stateOf({
  isThere,
  isPushed,
  seen,
}: Pick<Installation, 'isThere' | 'isPushed' | 'seen'>): 'new' | 'moved' | 'again' | 'unchanged' {
  if (seen === undefined) return 'new';
  if (!isPushed) return 'unchanged';
  return isThere ? 'again' : 'moved';
}
