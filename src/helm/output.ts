import { InfraError } from '../lib/error.ts';
import { matchPath } from '../lib/file-match.ts';
import type { CrdFile } from './chart.ts';
import { splitManifests, type Hook, type Manifest } from './manifests.ts';
import type { Profile } from './profile.ts';
import { trimSpace } from './space.ts';

/** What `helm template` prints for a release: CRD files first, then manifests, trimmed as one text, then each hook. */
export function releaseText(
  crds: readonly CrdFile[],
  manifests: readonly Manifest[],
  hooks: readonly Hook[],
): string {
  let text = '';
  for (const crd of crds) text += documentText(crd.filename, crd.text);
  for (const { path, content } of manifests) text += documentText(path, content);
  text = `${trimSpace(text)}\n`;
  for (const { path, content } of hooks) text += documentText(path, content);
  return text;
}

function documentText(path: string, content: string): string {
  return `---\n# Source: ${path}\n${content}\n`;
}

const SOURCE = /# Source: [^/]+\/(.+)/;

/**
 * The documents of a release's text whose template matches one of the patterns, in the order of the patterns.
 *
 * @param patterns paths below the chart's folder, in the syntax of Go's filepath.Match
 * @throws InfraError NOT_FOUND for a pattern that matches nothing
 */
export function showOnly(text: string, patterns: readonly string[], profile: Profile): string {
  const documents = splitManifests(text, profile).map((document) => ({
    document,
    path: SOURCE.exec(document)?.[1],
  }));
  let shown = '';
  for (const pattern of patterns) {
    const matching = documents.filter(({ path }) => path !== undefined && matches(pattern, path));
    if (matching.length === 0) {
      const paths = [...new Set(documents.flatMap(({ path }) => path ?? []))];
      throw new InfraError('NOT_FOUND', `could not find template ${pattern} in chart`, {
        hint: `templates that gave output: ${paths.slice(0, 20).join(', ')}${paths.length > 20 ? ', …' : ''}`,
      });
    }
    for (const { document } of matching) shown += `---\n${document}\n`;
  }
  return shown;
}

/** A bad pattern matches nothing, as in Helm. */
function matches(pattern: string, path: string): boolean {
  try {
    return matchPath(pattern, path);
  } catch {
    return false;
  }
}
