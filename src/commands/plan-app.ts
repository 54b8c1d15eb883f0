import { kubeVersionOf } from '../helm/capabilities.ts';
import { InfraError } from '../lib/error.ts';
import type { Finding } from '../lib/finding.ts';
import { appPaths, openApp, type AppFiles } from '../project/repository.ts';
import type { InfraYaml } from '../project/infra-yaml.ts';
import { lockError, writeLock, type LockSection } from '../project/lock.ts';
import type { Base } from '../unpack/base.ts';
import type { BaseReport } from '../unpack/report.ts';
import type { WithoutGenerated } from '../unpack/without-generated.ts';
import { defineApp, type AppDefinition } from './define-app.ts';
import type { CommandIo } from './io.ts';
import { lockSection } from './lock-section.ts';
import { openUpstream, type OpenedUpstream } from './open-upstream.ts';
import { profileOf, renderBase } from './render-base.ts';
import type { RenderedTwice } from './render-twice.ts';
import { retiredFindings } from './retired-findings.ts';
import type { UnpackOptions } from './unpack-options.ts';
import { upstreamOf, type Asked } from './upstream-of.ts';
import { withVerified } from './verified-lock.ts';
import type { Verification } from './verify-render.ts';

/** What unpacking an app is going to write, and what there is to tell about it. */
export interface AppPlan {
  readonly app: string;
  /** of the base, from the repository's root */
  readonly directory: string;
  readonly release: string;
  readonly namespace: string;
  /** whether the definition comes from those that are packed with the program */
  readonly isCopied: boolean;
  /** texts of the files of infra/<app> */
  readonly texts: ReadonlyMap<'definition' | 'values' | 'lock', string>;
  readonly base: Base;
  readonly lock: LockSection;
  readonly locked: LockSection | undefined;
  readonly isLockNew: boolean;
  /** what of the lock is going to be other than it was */
  readonly differences: readonly string[];
  readonly report: BaseReport;
  readonly findings: readonly Finding[];
  /** where a real helm renders something else; nothing may be written then */
  readonly difference?: string;
}

/** The repository that a command works in, and the directory it was called from. */
export interface Place {
  readonly root: string;
  readonly directory: string;
  readonly infraYaml: InfraYaml;
}

/** Renders an app's chart and plans its base and its lock; nothing is written. Throws InfraError. */
export async function planApp(
  word: string,
  options: UnpackOptions,
  place: Place,
  io: CommandIo,
): Promise<AppPlan> {
  const asked = upstreamOf(word, options, place);
  const early = asked.app === undefined ? undefined : openApp(place.root, asked.app);
  const opened = await openUpstream(asked, early, options, place, io);
  const files = early ?? openApp(place.root, opened.name);
  const { definition: found } = opened;
  const definition = defineApp(
    files,
    found === undefined ? asked : { ...asked, upstream: found },
    options,
    io,
  );
  checkDigest(files, opened, definition, options);
  io.progress(`rendering ${files.app}`);
  const locked = files.lock.get(files.app);
  const { twice, policies, fixed, base } = await renderBase(definition, opened, locked, io);
  const report = withDropped(base.report, fixed);
  const made = { definition, opened, policies, base, report, fixed };
  const fresh = lockSection({ ...made, kubeVersion: assumedVersion(definition) });
  const verification = await verify(twice, opened, definition, options);
  const lock = withVerified(fresh, locked, verification, options);
  return {
    ...planned(files, definition, asked, lock, locked),
    ...{ base, report },
    findings: [...retiredFindings(definition, opened, place.infraYaml), ...report.findings],
    ...(verification && 'difference' in verification && { difference: verification.difference }),
  };
}

/** What the real helm says, if it was asked for and there is a chart that it could render. */
async function verify(
  { rendered, second = rendered }: RenderedTwice,
  { chartOnDisk, source }: OpenedUpstream,
  definition: AppDefinition,
  { verifyWith, all }: UnpackOptions,
): Promise<Verification | undefined> {
  if (verifyWith === undefined) return undefined;
  if (chartOnDisk === undefined) {
    if (all === true) return undefined;
    throw new InfraError('USAGE', `--verify-with is for charts, and ${source} is none`);
  }
  // Starting programs takes long to load.
  const { verifyRender } = await import('./verify-render.ts');
  const ours = [rendered.output, second.output] as const;
  return verifyRender(verifyWith, chartOnDisk(), definition, assumedVersion(definition), ours);
}

/** The report on the whole render: that on the base, and what was generated and therefore not given to it. */
function withDropped(report: BaseReport, { dropped, findings, maskOf }: WithoutGenerated): BaseReport {
  return {
    ...report,
    read: report.read + dropped.length,
    dropped: [...dropped, ...report.dropped.map(({ what, why }) => ({ what: maskOf(what), why }))],
    findings: [...findings, ...report.findings],
  };
}

function planned(
  files: AppFiles,
  definition: AppDefinition,
  asked: Asked,
  lock: LockSection,
  locked: LockSection | undefined,
): Omit<AppPlan, 'base' | 'report' | 'findings'> {
  const { app } = files;
  const lockText = writeLock(new Map([...files.lock, [app, lock]]));
  const texts = new Map<'definition' | 'values' | 'lock', string>([
    ['definition', definition.text],
    ['lock', lockText],
  ]);
  if (definition.valuesText !== undefined) texts.set('values', definition.valuesText);
  const differences = locked === undefined ? [] : fieldsThatDiffer(locked, lock);
  return {
    app,
    directory: appPaths(app).base,
    release: definition.release,
    namespace: definition.namespace,
    isCopied: asked.packed !== undefined,
    texts,
    lock,
    locked,
    isLockNew: lockText !== files.lockText,
    differences,
  };
}

function fieldsThatDiffer(locked: LockSection, lock: LockSection): string[] {
  const [before, after] = [locked, lock].map((section) => new Map<string, unknown>(Object.entries(section)));
  const names = new Set([...before!.keys(), ...after!.keys()]);
  return [...names].filter((name) => JSON.stringify(before!.get(name)) !== JSON.stringify(after!.get(name)));
}

/** What was locked must not come back as something else under the same version. */
function checkDigest(
  files: AppFiles,
  opened: OpenedUpstream,
  { app }: AppDefinition,
  options: UnpackOptions,
): void {
  const locked = files.lock.get(app)?.upstream;
  const { digest, version } = opened.upstream;
  if (options.version !== undefined || locked?.digest === undefined || digest === undefined) return;
  // Manifests have no version to stay the same: those of this disk are the repository's own, others are checked when fetched.
  if (version === undefined) return;
  if (locked.digest === digest || locked.version !== version) return;
  const message = `${opened.source} ${version} has the digest ${digest}, and its lock says ${locked.digest}`;
  const hint = `find out why it changed; infra unpack ${app} --version ${version} takes it as it is now`;
  throw lockError(message, appPaths(app).lock, hint);
}

function assumedVersion(definition: AppDefinition): string {
  return kubeVersionOf(definition.yaml.kubeVersion, profileOf(definition)).version;
}
