import { parseResources } from './parse-resources.ts';
import { Resource } from './resource.ts';

/** The resources that a text of a kustomization file holds, undefined if it is no such text (but a path). */
export function parseInline(text: string, file: string): Resource[] | undefined {
  try {
    const parsed = parseResources(text, file);
    return parsed.map(({ root, document }) => new Resource(root, { file, document, line: undefined }));
  } catch {
    return undefined;
  }
}
