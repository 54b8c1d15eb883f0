import { plainBelow } from '../k8s/node-to-plain.ts';
import type { Plain } from '../k8s/plain.ts';
import type { Operation } from './json6902.ts';
import type { PatchOperation } from './patch-pair.ts';

/** The JSON pointer of a place one step below another one. */
export function pointerBelow(pointer: string, part: string | number): string {
  return `${pointer}/${String(part).replaceAll('~', '~0').replaceAll('/', '~1')}`;
}

/** The parts of a JSON pointer, unescaped. */
export function pointerParts(pointer: string): string[] {
  return pointer
    .split('/')
    .slice(1)
    .map((part) => part.replaceAll('~1', '/').replaceAll('~0', '~'));
}

/** Operations as applyJson6902 takes them. Throws UnprintableNode for values that JSON cannot hold. */
export function appliedOperations(operations: readonly PatchOperation[]): Operation[] {
  return operations.map(({ op, path, value }) => {
    const fields = new Map<string, Plain>([
      ['op', op],
      ['path', path],
    ]);
    if (value !== undefined) fields.set('value', plainBelow(value));
    return { fields };
  });
}
