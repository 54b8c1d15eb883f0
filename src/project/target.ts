import { InfraError } from '../lib/error.ts';

/** One installation: `<cluster>/<namespace>/<app>`. */
export interface TargetName {
  readonly cluster: string;
  readonly namespace: string;
  readonly app: string;
}

const LABEL = /^[a-z0-9](?:[-a-z0-9]{0,61}[a-z0-9])?$/;

/** Reads `<cluster>/<namespace>/<app>`, also with `overlays/` before it (as a shell completes it). Throws InfraError USAGE. */
export function parseTarget(word: string): TargetName {
  const parts = word
    .replace(/^(?:\.\/)?overlays\//, '')
    .replace(/\/$/, '')
    .split('/');
  const [cluster = '', namespace = '', app = ''] = parts;
  const wrong = parts.find((part) => !LABEL.test(part));
  if (parts.length === 3 && wrong === undefined) return { cluster, namespace, app };
  const reason = parts.length === 3 ? `${JSON.stringify(wrong)} is no DNS label` : 'it has not three parts';
  throw new InfraError('USAGE', `${word} is no target: ${reason}`, {
    hint: 'a target is <cluster>/<namespace>/<app>, for example dev/ci/jenkins',
  });
}

/** `<cluster>/<namespace>/<app>` */
export function printTarget({ cluster, namespace, app }: TargetName): string {
  return `${cluster}/${namespace}/${app}`;
}

/** The directory of a target's overlay, from the repository's root. */
export function overlayDirectory(target: TargetName): string {
  return `overlays/${printTarget(target)}`;
}

/** The directory of the component that the targets of a phase, or those that list it, share. */
export function sharedDirectory(name: string, app: string): string {
  return `overlays/_shared/${name}/${app}`;
}

/** The branch that an operator pushes to install a target. */
export function installBranch(target: TargetName): string {
  return `install/${printTarget(target)}`;
}
