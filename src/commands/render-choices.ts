import type { GoMap } from '../gotemplate/value.ts';
import { HELM_3, HELM_4, type Profile } from '../helm/profile.ts';
import type { RenderOptions } from '../helm/render.ts';
import { mergeValueOptions } from '../helm/values.ts';
import { InfraError } from '../lib/error.ts';
import { readValuesFile } from '../source/values-file.ts';
import type { CommandIo } from './io.ts';

/** What a person can choose about any render, as the flags of Helm name it. */
export interface RenderChoices {
  readonly values?: readonly string[];
  readonly set?: readonly string[];
  readonly setString?: readonly string[];
  readonly setJson?: readonly string[];
  readonly setFile?: readonly string[];
  readonly setLiteral?: readonly string[];
  readonly namespace: string;
  readonly helmVersion: string;
  readonly kubeVersion?: string;
  readonly apiVersions?: readonly string[];
  readonly skipSchemaValidation?: boolean;
}

const PROFILES: readonly { readonly names: readonly string[]; readonly profile: Profile }[] = [
  { names: ['4', '4.2', '4.2.4'], profile: HELM_4 },
  { names: ['3', '3.19', '3.19.5'], profile: HELM_3 },
];

/** The profile for a release of Helm, by its version (a leading `v` is allowed). Throws InfraError USAGE. */
export function profileFor(helmVersion: string): Profile {
  const version = helmVersion.startsWith('v') ? helmVersion.slice(1) : helmVersion;
  const found = PROFILES.find(({ names }) => names.includes(version));
  if (found !== undefined) return found.profile;
  throw new InfraError('USAGE', `no Helm release ${helmVersion} to agree with`, {
    hint: `choose 4.2 (which is ${HELM_4.version}, the default) or 3.19 (which is ${HELM_3.version})`,
  });
}

/** The user's values: files first, then the --set flags by kind, as Helm merges them. Throws InfraError. */
export function chosenValues(choices: RenderChoices, io: CommandIo): GoMap {
  return mergeValueOptions(choices, (path) => readInput(path, io), profileFor(choices.helmVersion));
}

/** The content of a file that a flag names; `-` is standard input. */
export function readInput(path: string, io: CommandIo): Uint8Array {
  return path.trim() === '-' ? io.readStandardInput() : readValuesFile(path);
}

/** The engine's options for what a person chose. */
export function renderOptions(
  choices: RenderChoices,
  releaseName: string,
  values: GoMap,
  io: CommandIo,
): RenderOptions {
  const { namespace, helmVersion, kubeVersion, apiVersions = [], skipSchemaValidation = false } = choices;
  return {
    releaseName,
    namespace,
    values,
    profile: profileFor(helmVersion),
    environment: io.environment,
    apiVersions,
    skipSchemaValidation,
    ...(kubeVersion !== undefined && { kubeVersion }),
  };
}
