import { isMapping, isNull, withField, type Mapping, type Node, type Sequence } from '../../k8s/node.ts';
import { InfraError } from '../../lib/error.ts';
import { editContainerLists, hasContainerLists, keepContainerLists } from '../container-lists.ts';
import { editResource } from '../edit-resource.ts';
import { FieldProblem, problemBelow } from '../field-problem.ts';
import { editFieldsAtOnce, type TreeEdit } from '../field-tree.ts';
import type { FieldSpec } from '../field-spec.ts';
import { changeImage } from '../image-name.ts';
import { imageTest, type ImageTest } from '../image-pattern.ts';
import type { ImageEntry } from '../kustomization.ts';
import { entryLocation } from '../location.ts';
import type { Resource } from '../resource.ts';
import { expectScalar, setScalar } from '../set-scalar.ts';
import type { StepContext, Transformer } from '../transform.ts';

export interface ImageOptions {
  readonly image: ImageEntry;
  readonly fieldSpecs: readonly FieldSpec[];
}

/**
 * Changes name, tag and digest of the images with a name: first those in lists of containers at any depth, then those that the
 * field specs lead to, so that one which is both changes twice. CustomResourceDefinitions are left alone.
 */
export function imageTransformer({ image, fieldSpecs }: ImageOptions): Transformer {
  return {
    kind: 'ImageTagTransformer',
    async transform(set, context) {
      const edit = imageEdit(image, located(await imageTest(image.name), image, context));
      const resources = set.resources.filter(
        ({ kind, root }) => kind !== 'CustomResourceDefinition' && imageless.get(root) !== fieldSpecs,
      );
      for (const resource of resources) {
        editResource(resource, context, (root) => editContainers(root, edit), 'images');
      }
      for (const resource of resources) {
        editResource(resource, context, (root) => editOthers(root, resource, fieldSpecs, edit), 'images');
      }
    },
  };
}

/** The field specs by which a document has no images at all: it need not be searched for each image. */
const imageless = new WeakMap<Mapping, readonly FieldSpec[]>();

function editContainers(root: Mapping, edit: TreeEdit): Mapping {
  return editContainerLists(root, (list) => editImages(list, edit));
}

function editOthers(
  root: Mapping,
  resource: Resource,
  fieldSpecs: readonly FieldSpec[],
  edit: TreeEdit,
): Mapping {
  let isFound = hasContainerLists(root);
  const edited = editFieldsAtOnce(root, resource.id, fieldSpecs, {
    edit(value) {
      isFound = true;
      return edit.edit(value);
    },
  });
  if (isFound) keepContainerLists(root, edited);
  else imageless.set(edited, fieldSpecs);
  return edited;
}

function imageEdit(entry: ImageEntry, matches: ImageTest): TreeEdit {
  return {
    edit(value) {
      expectScalar(value);
      const image = typeof value === 'string' ? value : value.text;
      if (!matches(image)) return value;
      const changed = changeImage(image, entry);
      return changed === value ? value : setScalar(value, changed);
    },
  };
}

/** The test, with the place of its entry in what it throws. */
function located(matches: ImageTest, entry: ImageEntry, context: StepContext): ImageTest {
  return (image) => {
    try {
      return matches(image);
    } catch (error) {
      if (!(error instanceof InfraError)) throw error;
      const index = context.kustomization.images.indexOf(entry);
      const location =
        index === -1 ? { file: context.file } : entryLocation(context, ['images', index, 'name']);
      throw new InfraError(error.code, error.message, { location, hint: error.hint ?? '' });
    }
  };
}

/** Edits the image of each container; null containers, and those without image, are passed over. */
function editImages(list: Sequence, { edit }: TreeEdit): Sequence {
  let copy: Node[] | undefined;
  for (let index = 0; index < list.length; index++) {
    const container = list[index]!;
    if (isNull(container)) continue;
    if (!isMapping(container)) throw new FieldProblem('a container must be a mapping', [index]);
    const image = container.get('image');
    if (image === undefined) continue;
    const edited = editedBelow(image, index, edit);
    if (edited !== image) (copy ??= [...list])[index] = withField(container, 'image', edited);
  }
  return copy ?? list;
}

function editedBelow(image: Node, index: number, edit: (node: Node) => Node): Node {
  try {
    return edit(image);
  } catch (error) {
    throw problemBelow(problemBelow(error, 'image'), index);
  }
}
