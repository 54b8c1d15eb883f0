import type { Plain } from '../k8s/plain.ts';

/** What Go's encoding/json calls a value in its errors. */
export function jsonKind(data: Exclude<Plain, null>): string {
  if (data instanceof Map) return 'object';
  if (Array.isArray(data)) return 'array';
  switch (typeof data) {
    case 'boolean':
      return 'bool';
    case 'string':
      return 'string';
    default:
      return 'number';
  }
}
