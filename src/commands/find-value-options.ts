import { InfraError } from '../lib/error.ts';
import type { PatchOptions } from './patch-options.ts';

const OTHERS = [
  ...(['selector', 'unset', 'image', 'strategic', 'merge', 'json', 'from', 'edit', 'delete'] as const),
  ...(['add', 'setValue', 'values'] as const),
];

/** The fields that are to be set, as `path=value`. Throws InfraError USAGE for what --find-value does not go with. */
export function fieldsToSet(options: PatchOptions): readonly string[] {
  const { words, set = [], replicas, shared, component } = options;
  const wanted = replicas === undefined ? set : [...set, `spec.replicas=${replicas}`];
  const other = OTHERS.find((name) => isGiven(options[name]));
  if (wanted.length === 0 || other !== undefined)
    throw notFindable(
      '--find-value goes with --set path=value, and with nothing else that changes resources',
    );
  if (words.length !== 2)
    throw notFindable(
      '--find-value needs a target and a resource',
      'for example dev/ci/jenkins StatefulSet/jenkins',
    );
  if (shared !== undefined || component !== undefined) throw notFindable('--find-value looks at one target');
  return wanted;
}

/** The error that --find-value cannot be used so. */
export function notFindable(message: string, hint = 'infra patch --help'): InfraError {
  return new InfraError('USAGE', message, { hint });
}

function isGiven(value: unknown): boolean {
  return Array.isArray(value) ? value.length > 0 : value !== undefined && value !== false;
}
