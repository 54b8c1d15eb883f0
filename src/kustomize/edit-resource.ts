import { InfraError } from '../lib/error.ts';
import type { Mapping } from '../k8s/node.ts';
import { FieldProblem } from './field-problem.ts';
import { resourceLocation } from './location.ts';
import { printId } from './resource-id.ts';
import type { Resource } from './resource.ts';
import type { StepContext } from './transform.ts';

/**
 * Replaces the document of a resource by an edited one. A FieldProblem of the edit is thrown on with the resource and its place.
 *
 * @param change what the edit is about, for that error
 */
export function editResource(
  resource: Resource,
  context: StepContext,
  edit: (root: Mapping) => Mapping,
  change = 'a change',
): void {
  try {
    resource.root = edit(resource.root);
  } catch (error) {
    throw error instanceof FieldProblem ? located(error, resource, context, change) : error;
  }
}

function located(
  { message, path }: FieldProblem,
  resource: Resource,
  context: StepContext,
  change: string,
): InfraError {
  return new InfraError('KUSTOMIZATION', `${printId(resource.id)} cannot take ${change}: ${message}`, {
    location: resourceLocation(context, resource, path),
  });
}
