import type { Rendered } from '../helm/render.ts';
import { writeFiles } from '../project/write.ts';

/**
 * Writes what was rendered as `helm template --output-dir` does: a file for each template, with all its documents. Returns
 * the path of each document's file, in the order of the documents. Throws InfraError WRITE.
 */
export function writeTemplates({ crds, manifests, hooks }: Rendered, directory: string): string[] {
  const documents = [
    ...crds.map(({ filename, text }) => ({ path: filename, content: text })),
    ...manifests,
    ...hooks,
  ];
  const files = new Map<string, string>();
  for (const { path, content } of documents) {
    files.set(path, `${files.get(path) ?? ''}---\n# Source: ${path}\n${content}\n`);
  }
  writeFiles(directory, files);
  return documents.map(({ path }) => `${directory}/${path}`);
}
