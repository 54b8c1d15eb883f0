import type { Profile } from '../helm/profile.ts';
import type { RenderOptions } from '../helm/render.ts';
import type { LockedValue } from '../project/lock.ts';
import { makeBase, type Base } from '../unpack/base.ts';
import { namesInBase } from '../unpack/base-identities.ts';
import { DEFAULT_POLICIES, type Policies } from '../unpack/policies.ts';
import { withoutGenerated, type WithoutGenerated } from '../unpack/without-generated.ts';
import type { AppDefinition } from './define-app.ts';
import type { CommandIo } from './io.ts';
import type { OpenedUpstream } from './open-upstream.ts';
import { profileFor } from './render-choices.ts';
import type { RenderedTwice } from './render-twice.ts';

/** What a lock keeps for the next render. */
export interface KeptFromLock {
  /** names of files by identity */
  readonly resources: Readonly<Record<string, string>>;
  readonly frozen: readonly LockedValue[];
}

/** An app as a base, and how it came to be. Nothing is written. */
export interface RenderedBase {
  readonly twice: RenderedTwice;
  readonly policies: Policies;
  readonly fixed: WithoutGenerated;
  readonly base: Base;
}

/** Renders an app as its definition says (release, namespace, capabilities, values) into a base. Throws InfraError. */
export async function renderBase(
  definition: AppDefinition,
  opened: OpenedUpstream,
  locked: KeptFromLock | undefined,
  io: CommandIo,
): Promise<RenderedBase> {
  const twice = await opened.render(renderOptionsOf(definition, io));
  const { rendered, generated } = twice;
  for (const warning of rendered.warnings) io.warn(warning);
  const policies: Policies = { ...DEFAULT_POLICIES, ...definition.yaml.policies };
  const input = {
    rendered,
    namespace: definition.namespace,
    policies,
    scopes: definition.yaml.scopes,
    fileNames: new Map(Object.entries(locked?.resources ?? {})),
  };
  const fixed = withoutGenerated(rendered, generated, locked?.frozen ?? [], namesInBase(input));
  const base = makeBase({ ...input, rendered: fixed.rendered });
  return { twice, policies, fixed, base };
}

function renderOptionsOf(definition: AppDefinition, io: CommandIo): RenderOptions {
  const { yaml, release, namespace, values } = definition;
  return {
    releaseName: release,
    namespace,
    values,
    profile: profileOf(definition),
    environment: io.environment,
    apiVersions: yaml.apiVersions,
    skipSchemaValidation: yaml.skipSchemaValidation,
    includeCrds: true,
    ...(yaml.kubeVersion !== undefined && { kubeVersion: yaml.kubeVersion }),
  };
}

/** The release of Helm that an app is rendered as. */
export function profileOf({ yaml }: Pick<AppDefinition, 'yaml'>): Profile {
  return profileFor(yaml.helmVersion ?? '4.2');
}
