import { repositoryUrl } from '../install/repository-url.ts';
import { InfraError } from '../lib/error.ts';
import type { Finding } from '../lib/finding.ts';
import { likeFiles, likeFindings } from '../overlay/like-overlay.ts';
import { planAdd, type ReadText } from '../overlay/new-overlay.ts';
import type { StagedChanges } from '../overlay/staged-tree.ts';
import { readAppYaml } from '../project/app-yaml.ts';
import type { InfraYaml } from '../project/infra-yaml.ts';
import { appPaths } from '../project/repository.ts';
import { checkAcknowledged } from '../project/retired.ts';
import { overlayDirectory, printTarget, type TargetName } from '../project/target.ts';
import { diskTree, type DiskTree } from '../source/disk-tree.ts';

export interface NewTarget {
  /** the absolute real path of the repository */
  readonly root: string;
  readonly infraYaml: InfraYaml;
  readonly target: TargetName;
  /** the target that it is made like */
  readonly like?: TargetName;
}

/** No file of an overlay is larger. */
const MAX_FILE = 4 * 1024 * 1024;

/** All that is written to declare a target, and what a person must look at afterwards. Throws InfraError. */
export function planTarget(
  { root, infraYaml, target, like }: NewTarget,
  tree: DiskTree = diskTree(),
): { changes: StagedChanges; findings: readonly Finding[] } {
  const readText = textsBelow(root, tree);
  checkApp(infraYaml, target, readText);
  const repoURL = (): string => repositoryUrl(root, infraYaml);
  if (like === undefined) return { changes: planAdd({ infraYaml, target, repoURL }, readText), findings: [] };
  const files = likeFiles(overlayTexts(root, checkLike(like, target), tree, readText));
  const changes = planAdd({ infraYaml, target, repoURL, files }, readText);
  const side = (of: TargetName): Parameters<typeof likeFindings>[1] => {
    return { target: of, cluster: infraYaml.clusters.get(of.cluster) };
  };
  return { changes, findings: likeFindings(files, side(like), side(target)) };
}

/** No app that is retired gets a new target by accident. */
function checkApp(infraYaml: InfraYaml, { app }: TargetName, readText: ReadText): void {
  const path = appPaths(app).definition;
  const text = readText(path);
  if (text !== undefined) checkAcknowledged(infraYaml, app, readAppYaml(text, path));
}

function checkLike(like: TargetName, target: TargetName): TargetName {
  const [from, to] = [printTarget(like), printTarget(target)];
  if (like.app !== target.app) {
    throw new InfraError('USAGE', `${to} cannot be made like ${from}: that is another app`, {
      hint: `name a target of ${target.app}`,
    });
  }
  if (from === to) throw new InfraError('USAGE', `${to} cannot be made like itself`);
  return like;
}

/** Reads the texts of a repository by their paths below its root. Throws InfraError PROJECT for what is no text. */
function textsBelow(root: string, tree: DiskTree): ReadText {
  return (path) => {
    const found = tree.find(`${root}/${path}`);
    if (found === undefined) return undefined;
    const problem = problemOf(found, root);
    if (problem !== undefined) throw notRead(path, problem);
    const bytes = tree.read(found.path);
    if (bytes.length > MAX_FILE) throw notRead(path, `has more than ${MAX_FILE} bytes`);
    try {
      return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
    } catch (error) {
      throw notRead(path, 'is no UTF-8 text', error);
    }
  };
}

function problemOf(found: NonNullable<ReturnType<DiskTree['find']>>, root: string): string | undefined {
  if (found.kind !== 'file') return 'is no file';
  return found.path.startsWith(`${root}/`) ? undefined : 'is a link that leads out of the repository';
}

function notRead(path: string, problem: string, cause?: unknown): InfraError {
  return new InfraError('PROJECT', `${path} ${problem}`, { location: { file: path }, cause });
}

/** All files of an overlay, by their paths below it. */
function overlayTexts(
  root: string,
  target: TargetName,
  tree: DiskTree,
  readText: ReadText,
): Map<string, string> {
  const directory = overlayDirectory(target);
  if (tree.find(`${root}/${directory}`)?.kind !== 'directory') {
    throw new InfraError('NOT_FOUND', `there is no target ${printTarget(target)} to be like`, {
      hint: 'infra add it first, or name one that is below overlays/',
    });
  }
  const texts = new Map<string, string>();
  const open = [''];
  for (let below = open.pop(); below !== undefined; below = open.pop()) {
    for (const name of [...tree.list(`${root}/${directory}/${below}`)].sort()) {
      const path = `${directory}/${below}${name}`;
      const found = tree.find(`${root}/${path}`);
      if (found?.kind !== 'directory') texts.set(`${below}${name}`, readText(path) ?? '');
      else if (found.path === `${root}/${path}`) open.push(`${below}${name}/`);
      else throw notRead(path, 'is a link to a directory');
    }
  }
  return texts;
}
