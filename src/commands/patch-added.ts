import { isMapping, nodeAt, textOf } from '../k8s/node.ts';
import { splitDocuments } from '../k8s/yaml/split-documents.ts';
import { idKey } from '../kustomize/resource-id.ts';
import { idOf, Resource } from '../kustomize/resource.ts';
import { InfraError } from '../lib/error.ts';
import { freePath, stemOf } from '../overlay/patch-name.ts';
import { firstKey, type PatchStage } from '../overlay/patch-stage.ts';
import { documentsOf } from './patch-change.ts';

/** Resources that a kustomization gets. */
export interface AddedResources {
  /** texts by their paths below the kustomization */
  readonly files: ReadonlyMap<string, string>;
  /** what they are known by all through a build */
  readonly keys: ReadonlySet<string>;
  readonly titles: readonly string[];
}

/**
 * Further resources of a kustomization, each in a file of its own; one that the kustomization itself brought is replaced.
 * Throws InfraError for what is no resource, and for what the build has from elsewhere.
 */
export function addedResources(
  stage: PatchStage,
  paths: readonly string[],
  read: (path: string) => string,
): AddedResources {
  const files = new Map<string, string>();
  const keys = new Set<string>();
  const titles: string[] = [];
  const texts = paths.flatMap((path) => textsOf(read(path), path).map((text) => [path, text] as const));
  for (const [path, text] of texts) {
    const [document] = documentsOf(text, path);
    const name = textOf(nodeAt(document, ['metadata', 'name']));
    if (
      !isMapping(document) ||
      textOf(document.get('kind')) === undefined ||
      name === undefined ||
      name === ''
    ) {
      throw new InfraError('PATCH', `${path} holds no resource: it has no kind, or no metadata.name`, {
        location: { file: path },
        hint: 'a patch of a resource goes with --strategic, --merge or --json',
      });
    }
    const resource = new Resource(document, { file: path, document: 0, line: undefined });
    const file = fileFor(resource, stage, files);
    files.set(file, `${text.trim()}\n`);
    keys.add(firstKey(resource));
    titles.push(`${resource.kind}/${resource.name}`);
  }
  return { files, keys, titles };
}

/** The texts of the documents of a file, with their comments. */
function textsOf(text: string, path: string): string[] {
  return splitDocuments(text)
    .map((part) => part.text)
    .filter((part) => documentsOf(part, path).length > 0);
}

function fileFor(resource: Resource, stage: PatchStage, files: ReadonlyMap<string, string>): string {
  const { directory, context, resources } = stage;
  const id = idOf(resource.root);
  const present = resources.find(
    (other) => idKey(other.id) === idKey(id) || firstKey(other) === firstKey(resource),
  );
  if (present === undefined) {
    const { tree } = context.session;
    const isTaken = (path: string): boolean =>
      files.has(path) || tree.find(`${directory}/${path}`) !== undefined;
    return freePath(stemOf(resource, resources), '.yaml', isTaken);
  }
  const own = present.place.file.slice(directory.length + 1);
  const isAlone = resources.filter(({ place }) => place.file === present.place.file).length === 1;
  if (
    present.place.file === `${directory}/${own}` &&
    isAlone &&
    context.kustomization.resources.includes(own)
  )
    return own;
  throw new InfraError('PATCH', `${resource.kind}/${resource.name} is already in the build`, {
    location: { file: present.place.file },
    hint: '--from FILE makes it what a file says',
  });
}
