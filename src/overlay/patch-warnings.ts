import type { Finding } from '../lib/finding.ts';

/** What builds before and after a change say of their patches. */
export interface PatchWarnings {
  /** said after it only */
  readonly fresh: readonly Finding[];
  /** said before it, too */
  readonly present: readonly Finding[];
}

/** The findings about patches, such as that one matches nothing, among all of two builds. A line may have moved. */
export function patchWarnings(before: readonly Finding[], after: readonly Finding[]): PatchWarnings {
  const counts = new Map<string, number>();
  for (const finding of ofPatches(before)) {
    const key = keyOf(finding);
    counts.set(key, (counts.get(key) ?? 0) + 1);
  }
  const [fresh, present]: [Finding[], Finding[]] = [[], []];
  for (const finding of ofPatches(after)) {
    const left = counts.get(keyOf(finding)) ?? 0;
    counts.set(keyOf(finding), left - 1);
    (left > 0 ? present : fresh).push(finding);
  }
  return { fresh, present };
}

/** The findings about patches, as a person reads them: with paths from the root of the repository. */
export function ofPatches(findings: readonly Finding[], root = ''): Finding[] {
  const found = findings.filter(({ code }) => code.startsWith('PATCH_'));
  return found.map((finding) => {
    const { location } = finding;
    if (root === '' || !location?.file.startsWith(`${root}/`)) return finding;
    return { ...finding, location: { ...location, file: location.file.slice(root.length + 1) } };
  });
}

function keyOf({ code, message, location }: Finding): string {
  return `${code} ${message} ${location?.file ?? ''}`;
}
