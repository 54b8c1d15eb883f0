import { InfraError } from '../lib/error.ts';
import { DocumentSchema } from './document-schema.ts';
import type { Plain } from './plain.ts';
import type { Schema } from './schema-node.ts';
import { TableSchema } from './table-schema.ts';

const KUSTOMIZE_GROUP = 'kustomize.config.k8s.io/';

let builtIn: Schema | undefined;

/** The schema of the kinds of Kubernetes that Kustomize has built in (those of 1.21.2). */
export function builtInSchema(): Schema {
  return (builtIn ??= new TableSchema());
}

/**
 * The schema that an OpenAPI document gives; it takes the place of the built-in one but for Kustomize's own kinds. One without
 * definitions knows no kind. What is no OpenAPI document is refused, with an InfraError, when it is first asked for a kind.
 */
export function schemaOf(document: Plain): Schema {
  let own: Schema | undefined;
  return {
    ofResource: (apiVersion, kind) => {
      own ??= new DocumentSchema(checked(document));
      return (apiVersion.startsWith(KUSTOMIZE_GROUP) ? builtInSchema() : own).ofResource(apiVersion, kind);
    },
  };
}

function checked(document: Plain): Plain {
  const definitions = document instanceof Map ? document.get('definitions') : undefined;
  const isDocument = document === null || document instanceof Map;
  if (isDocument && (definitions === undefined || definitions === null || definitions instanceof Map))
    return document;
  throw new InfraError('KUSTOMIZATION', 'what openapi.path names is no OpenAPI document', {
    hint: 'it is a mapping, with definitions by their names',
  });
}
