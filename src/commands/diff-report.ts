import { diffAsJson } from '../diff/diff-as-json.ts';
import { diffAsMarkdown } from '../diff/diff-as-markdown.ts';
import { diffAsText } from '../diff/diff-as-text.ts';
import type { DiffResult, NamedDiff } from './diff.ts';

/** Diffs for a person; several with a heading each. */
export function diffsAsText(
  diffs: readonly NamedDiff[],
  options: { readonly colour: boolean; readonly unfold: boolean },
): string {
  const texts = diffs.map(({ name, against, diff }) => {
    const text = diffAsText(diff, options);
    if (text === '') return `${name} is the same as ${against}\n`;
    return `${name}, compared with ${against}: ${text}`;
  });
  return texts.join('\n');
}

/** Diffs for a pull request. */
export function diffsAsMarkdown(diffs: readonly NamedDiff[]): string {
  const texts = diffs.map(
    ({ name, against, diff }) => `### ${name}, compared with ${against}\n\n${diffAsMarkdown(diff)}`,
  );
  return texts.join('\n');
}

/** Diffs for programs. */
export function diffsAsJson({ diffs, findings }: DiffResult): object {
  return {
    findings,
    targets: diffs.map(({ name, against, diff }) => ({ name, against, ...diffAsJson(diff) })),
  };
}
