import { isMapping, nodeAt, textOf } from '../k8s/node.ts';
import { splitDocuments } from '../k8s/yaml/split-documents.ts';
import { idKey } from '../kustomize/resource-id.ts';
import { idOf, Resource } from '../kustomize/resource.ts';
import { InfraError } from '../lib/error.ts';
import type { Finding } from '../lib/finding.ts';
import { inNamespace, scopeAmong, textInNamespace } from '../overlay/added-namespace.ts';
import { freePath, stemOf } from '../overlay/patch-name.ts';
import { firstKey, type PatchStage } from '../overlay/patch-stage.ts';
import type { TargetName } from '../project/target.ts';
import { documentsOf } from './patch-change.ts';

/** Resources that a kustomization gets. */
export interface AddedResources {
  /** texts by their paths below the kustomization */
  readonly files: ReadonlyMap<string, string>;
  /** what they are known by all through a build */
  readonly keys: ReadonlySet<string>;
  readonly titles: readonly string[];
  /** those whose files say no namespace, and that got that of the target: `ConfigMap/more in ci` */
  readonly moved: readonly string[];
  /** of resources that nobody knows a namespace for */
  readonly findings: readonly Finding[];
}

/** Where resources are added. */
interface AddPlace {
  readonly stage: PatchStage;
  readonly targets: readonly TargetName[];
}

/**
 * Further resources of a kustomization, each in a file of its own; one that the kustomization itself brought is replaced. What
 * lives in a namespace and names none gets that of the target: other tools would put it into another one. Throws InfraError
 * for what is no resource, and for what the build has from elsewhere.
 */
export function addedResources(
  place: AddPlace,
  paths: readonly string[],
  read: (path: string) => string,
): AddedResources {
  const files = new Map<string, string>();
  const keys = new Set<string>();
  const [titles, moved, findings]: [string[], string[], Finding[]] = [[], [], []];
  const given = paths.flatMap((path) => textsOf(read(path), path).map((text) => resourceOf(text, path)));
  const others = [...place.stage.resources, ...given.map(({ resource }) => resource)];
  for (const each of given) {
    const { resource, text } = withNamespace(each, place, others, { moved, findings });
    const file = fileFor([resource, each.resource], place.stage, files);
    files.set(file, `${text.trim()}\n`);
    keys.add(firstKey(resource));
    titles.push(`${resource.kind}/${resource.name}`);
  }
  return { files, keys, titles, moved, findings };
}

/** A resource to add, and its text. */
interface GivenResource {
  readonly resource: Resource;
  readonly text: string;
}

function resourceOf(text: string, path: string): GivenResource {
  const [document] = documentsOf(text, path);
  const name = textOf(nodeAt(document, ['metadata', 'name']));
  if (isMapping(document) && textOf(document.get('kind')) !== undefined && name !== undefined && name !== '')
    return { resource: new Resource(document, { file: path, document: 0, line: undefined }), text };
  throw new InfraError('PATCH', `${path} holds no resource: it has no kind, or no metadata.name`, {
    location: { file: path },
    hint: 'a patch of a resource goes with --strategic, --merge or --json',
  });
}

/** The resource in the namespace of its targets, where it lives in one and its file says none. */
function withNamespace(
  given: GivenResource,
  { stage, targets }: AddPlace,
  others: readonly Resource[],
  told: { readonly moved: string[]; readonly findings: Finding[] },
): GivenResource {
  const { resource, text } = given;
  const isLeft = resource.namespace !== '' || stage.context.kustomization.namespace !== '';
  const scope = isLeft ? 'Cluster' : scopeAmong(resource.id, others);
  if (scope === 'Cluster') return given;
  const title = `${resource.kind}/${resource.name}`;
  const [namespace, ...more] = new Set(targets.map((target) => target.namespace));
  if (scope === undefined || namespace === undefined || more.length > 0) {
    const reason =
      scope === undefined
        ? `nothing says whether ${resource.kind} lives in one`
        : 'its targets are in several';
    told.findings.push({
      code: 'ADDED_WITHOUT_NAMESPACE',
      severity: 'warning',
      message: `${title} is added without a namespace: ${reason}`,
      hint: 'write metadata.namespace into it, if it lives in one',
    });
    return given;
  }
  told.moved.push(`${title} in ${namespace}`);
  const root = inNamespace(resource.root, namespace);
  return {
    resource: new Resource(root, resource.place),
    text: textInNamespace(text, resource.root, namespace),
  };
}

/** The texts of the documents of a file, with their comments. */
function textsOf(text: string, path: string): string[] {
  return splitDocuments(text)
    .map((part) => part.text)
    .filter((part) => documentsOf(part, path).length > 0);
}

/** The file of a resource, which may have been added under another id before. */
function fileFor(
  ids: readonly [Resource, ...Resource[]],
  stage: PatchStage,
  files: ReadonlyMap<string, string>,
): string {
  const { directory, context, resources } = stage;
  const [resource] = ids;
  const [present] = ids.flatMap((each) => presentOf(each, resources) ?? []);
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

function presentOf(resource: Resource, resources: readonly Resource[]): Resource | undefined {
  const id = idKey(idOf(resource.root));
  return resources.find((other) => idKey(other.id) === id || firstKey(other) === firstKey(resource));
}
