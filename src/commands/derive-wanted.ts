import { mergeValueOptions } from '../helm/values.ts';
import { InfraError } from '../lib/error.ts';
import { digestOf } from '../project/digest.ts';
import type { LockedValue } from '../project/lock.ts';
import { appPaths } from '../project/repository.ts';
import { keptValues } from '../unpack/kept-values.ts';
import { defineApp, type AppDefinition } from './define-app.ts';
import type { TargetContext } from './derive-context.ts';
import type { CommandIo } from './io.ts';
import { openUpstream, type OpenedUpstream } from './open-upstream.ts';
import type { Place } from './plan-app.ts';
import { profileOf, renderBase } from './render-base.ts';

/** The base as unpacking would have made it for a target. */
export interface WantedBase {
  readonly files: ReadonlyMap<string, string>;
  /** file names by identity */
  readonly names: ReadonlyMap<string, string>;
  /** values of generated fields that the lock has none for, in any order */
  readonly frozen: readonly LockedValue[];
  readonly warnings: readonly string[];
}

/** Upstreams that were opened, by app: all targets of a run share them. */
export type OpenedUpstreams = Map<string, Promise<OpenedUpstream>>;

/**
 * Renders the chart that a base was made from, the very archive, for a target: in its namespace, for its cluster, and with its
 * values over those of the app. Generated fields keep what the lock has for them, then what was found before (`recorded`).
 * Throws InfraError, also where the base is not what its chart and values give today.
 */
export async function wantedBase(
  context: TargetContext,
  recorded: readonly LockedValue[],
  place: Place,
  opened: OpenedUpstreams,
  io: CommandIo,
): Promise<WantedBase> {
  const { target, files, section } = context;
  const { app, namespace } = target;
  checkValues(context);
  const asked = { app, upstream: undefined, packed: undefined };
  const upstream = await openedOnce(opened, context, () =>
    openUpstream(asked, files, { words: [app] }, place, io),
  );
  checkDigest(context, upstream);
  const definition = inContext(defineApp(files, asked, { words: [app] }, io), context);
  const move = { from: section.namespace, to: namespace };
  const fromLock = section.frozen.map((value) => movedValue(value, move));
  const names = Object.entries(section.resources).map(([identity, file]) => [
    movedIdentity(identity, move),
    file,
  ]);
  const kept = {
    frozen: [...recorded, ...fromLock],
    resources: Object.fromEntries(names) as Record<string, string>,
  };
  const { base, fixed } = await renderBase(definition, upstream, kept, { ...io, warn: () => undefined });
  const isLocked = new Set(fromLock.map(keyOf));
  const { frozen } = keptValues(fixed, base.resources);
  const fresh = frozen.filter((value) => !isLocked.has(keyOf(value)));
  const told = fixed.findings.filter(({ message }) =>
    fresh.some(({ path }) => message.includes(` ${path} `)),
  );
  return {
    files: base.files,
    names: new Map(base.resources.map(({ identity, file }) => [identity, file])),
    frozen: fresh,
    warnings: told.map(({ message }) => message),
  };
}

function openedOnce(
  opened: OpenedUpstreams,
  { target, section }: TargetContext,
  open: () => Promise<OpenedUpstream>,
): Promise<OpenedUpstream> {
  const key = JSON.stringify([target.app, section.upstream]);
  const present = opened.get(key) ?? open();
  opened.set(key, present);
  return present;
}

/** What the base was made with, but for what the target has of its own. */
function inContext(definition: AppDefinition, context: TargetContext): AppDefinition {
  const { target, overlay, files, section, valuesText, kubeVersion, apiVersions } = context;
  const own = [
    { name: appPaths(target.app).values, text: files.valuesText },
    { name: `${overlay}/values.yaml`, text: valuesText },
  ].flatMap(({ name, text }) => (text === undefined ? [] : [{ name, text }]));
  return {
    ...definition,
    release: section.release,
    namespace: target.namespace,
    values: mergeValueOptions({ files: own }, () => '', profileOf(definition)),
    yaml: { ...definition.yaml, kubeVersion, apiVersions, policies: section.policies },
  };
}

/** The difference to a base that was made with other values would hold those too. */
function checkValues({ target: { app }, files, section }: TargetContext): void {
  if (digestOf(files.valuesText ?? '') === section.values) return;
  throw new InfraError('LOCK', `${appPaths(app).values} was changed since base/${app} was made with it`, {
    location: { file: appPaths(app).values },
    hint: `infra unpack ${app} makes the base anew, and what is derived from it`,
  });
}

function checkDigest(
  { target: { app }, section }: TargetContext,
  { upstream, source }: OpenedUpstream,
): void {
  const { digest, version } = section.upstream;
  if ((digest === undefined || digest === upstream.digest) && version === upstream.version) return;
  throw new InfraError('LOCK', `${source} is not what base/${app} was made from`, {
    location: { file: appPaths(app).lock },
    hint: `infra unpack ${app} makes the base anew, and what is derived from it`,
  });
}

interface Move {
  readonly from: string;
  readonly to: string;
}

/** The identity that an object of the base has in a target's namespace. */
function movedIdentity(identity: string, { from, to }: Move): string {
  const [type = '', namespace, name] = identity.split('/');
  return name !== undefined && namespace === from ? `${type}/${to}/${name}` : identity;
}

function movedValue(value: LockedValue, move: Move): LockedValue {
  const place = value.place === undefined ? {} : { place: movedIdentity(value.place, move) };
  return { ...value, identity: movedIdentity(value.identity, move), ...place };
}

function keyOf({ identity, place, path }: Pick<LockedValue, 'identity' | 'place' | 'path'>): string {
  return `${place ?? identity} ${path}`;
}
