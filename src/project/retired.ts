import { InfraError, type Location } from '../lib/error.ts';
import type { AppYaml } from './app-yaml.ts';
import type { InfraYaml } from './infra-yaml.ts';
import { wrongAt, type Place } from './yaml-place.ts';

/** That an app has no future, as its app.yaml says. */
export interface Retired {
  /** why, and since when: a sentence */
  readonly why: string;
  readonly place: Place;
}

/**
 * Refuses to install an app that is retired, until an operator says in infra.yaml that this is known. Throws InfraError
 * PROJECT.
 */
export function checkAcknowledged(
  { acknowledged }: InfraYaml,
  app: string,
  definition: AppYaml | undefined,
): void {
  const retired = definition?.retired;
  if (retired === undefined || acknowledged.has(app)) return;
  throw new InfraError('PROJECT', retiredMessage(app, retired), {
    location: retiredAt(retired),
    hint: `take what follows it; or say that you know, in infra.yaml: ${acknowledgement(acknowledged, app)}`,
  });
}

/** What there is to say of it. */
export function retiredMessage(app: string, { why }: Retired): string {
  return `${app} is retired: ${why}`;
}

/** The line of infra.yaml with which it can be installed all the same. */
export function acknowledgement(acknowledged: ReadonlySet<string>, app: string): string {
  return `acknowledged: [${[...acknowledged, app].join(', ')}]`;
}

/** Where app.yaml says it. */
export function retiredAt({ place }: Retired): Location {
  return wrongAt(place, '').location ?? { file: place.source.file };
}
