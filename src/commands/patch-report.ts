import { diffAsJson } from '../diff/diff-as-json.ts';
import { diffAsText } from '../diff/diff-as-text.ts';
import { diffResources } from '../diff/diff-resources.ts';
import { printTarget } from '../project/target.ts';
import type { PatchResult } from './patch.ts';

/** What a patch did, for people: what becomes of each build, then the files, then what to do next. */
export function patchAsText(result: PatchResult, colour: boolean): string {
  const { changes } = result;
  if (changes.length === 0) return 'nothing changed\n';
  return [...diffTexts(result, colour), filesText(result), nextText(result)]
    .filter((text) => text !== '')
    .join('\n');
}

/** The same for programs. */
export function patchAsJson(result: PatchResult): object {
  const { targets, resources, changes, added, moved, findings, isDryRun } = result;
  return {
    ...{ isDryRun, resources, changes, moved, findings, added: added.map(printTarget) },
    targets: targets.map(({ target, before, after }) => ({
      target: printTarget(target),
      diff: diffAsJson(diffResources(before, after)),
    })),
  };
}

/** The differences; targets in which they are the same are told together. */
function diffTexts({ targets }: PatchResult, colour: boolean): string[] {
  const texts = new Map<string, string[]>();
  for (const { target, before, after } of targets) {
    const text = diffAsText(diffResources(before, after), { colour });
    texts.set(text, [...(texts.get(text) ?? []), printTarget(target)]);
  }
  return [...texts].map(([text, names]) => {
    const what = text === '' ? '  builds what it did\n' : text;
    return targets.length === 1 ? what : `${names.join(', ')}\n${what}`;
  });
}

function filesText({ changes, removed, added, moved, isDryRun }: PatchResult): string {
  const verbs = isDryRun ? ['would write', 'would remove'] : ['wrote', 'removed'];
  const width = verbs[removed.length > 0 ? 1 : 0]!.length;
  const lines = changes.map((path) => `${verbs[removed.includes(path) ? 1 : 0]!.padEnd(width)}  ${path}`);
  const news = added.map(
    (target) => `${'added'.padEnd(width)}  ${printTarget(target)}, with its first patch`,
  );
  const told = moved.map((each) => `${'note'.padEnd(width)}  ${each}: its file says no namespace`);
  return `${[...news, ...lines, ...told].join('\n')}\n`;
}

function nextText({ targets, resources, images, isDryRun }: PatchResult): string {
  if (isDryRun) return '';
  const [first] = targets;
  const target = first === undefined ? '' : printTarget(first.target);
  const others = images.length > 0 ? 'images' : 'values';
  const what = resources.length === 0 ? others : resources.slice(0, 3).join(', ');
  const where = targets.length === 1 ? target : `${targets.length} targets`;
  return [
    'Next:',
    `  infra diff ${target}`,
    `  git add overlays && git commit -m "Patch ${what} of ${where}"`,
    '',
  ].join('\n');
}
