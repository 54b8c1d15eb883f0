import { sortManifests } from '../helm/manifests.ts';
import type { Profile } from '../helm/profile.ts';
import { InfraError } from '../lib/error.ts';
import { joinPath } from '../lib/path.ts';
import { fromBytes } from '../lib/utf8.ts';
import { digestOf } from '../project/digest.ts';
import type { LockedUpstream } from '../project/lock.ts';
import { readManifestFiles } from '../source/manifest-files.ts';
import { findGenerated } from '../unpack/generated-values.ts';
import { chartLanguage } from './chart-language.ts';
import type { CommandIo } from './io.ts';
import { fetchContext, type OpenChartOptions } from './open-chart.ts';
import type { Place } from './plan-app.ts';
import type { RenderedTwice } from './render-twice.ts';

/** Manifests that were read: what an app consists of, without a chart. */
export interface OpenedManifests {
  readonly upstream: Omit<LockedUpstream, 'source'>;
  readonly render: () => Promise<RenderedTwice>;
}

/** Plain manifests on this disk, or on standard input. Throws InfraError. */
export function openManifests(
  path: string,
  { root }: Pick<Place, 'root'>,
  profile: Profile,
  io: CommandIo,
): OpenedManifests {
  const files = path === '-' ? standardInput(io) : readManifestFiles(joinPath(root, path));
  const names = [...files].map(([name, content]) => `${digestOf(content)} ${name}\n`);
  const texts = new Map([...files].map(([name, content]) => [name, fromBytes(content)]));
  const upstream = { digest: digestOf(names.sort().join('')) };
  return { upstream, render: manifestsAsRender(texts, profile, []) };
}

/** Plain manifests of a web server, those with the expected digest if there is one. Throws InfraError. */
export async function openManifestUrl(
  url: string,
  expectedDigest: string | undefined,
  options: OpenChartOptions,
  profile: Profile,
  io: CommandIo,
): Promise<OpenedManifests> {
  const { fetchManifestFile } = await import('../source/manifest-url.ts');
  const context = fetchContext({ kind: 'url', url }, chartLanguage(profile), options, io);
  const { bytes, upstream } = await fetchManifestFile(url, {
    ...context,
    ...(expectedDigest !== undefined && { expectedDigest }),
  });
  const { pathname } = new URL(url);
  const texts = new Map([[pathname.slice(pathname.lastIndexOf('/') + 1), fromBytes(bytes)]]);
  return { upstream, render: manifestsAsRender(texts, profile, []) };
}

/** Manifests, by file, as a render gives them: nothing in them is generated. */
export function manifestsAsRender(
  texts: ReadonlyMap<string, string>,
  profile: Profile,
  warnings: string[],
): () => Promise<RenderedTwice> {
  const { manifests, hooks } = sortManifests(new Map(texts), profile);
  const rendered = {
    output: '',
    crds: [],
    manifests,
    hooks,
    notes: '',
    warnings,
    effects: [],
    frames: new Map(),
    again: () => undefined,
  };
  return () => Promise.resolve({ rendered, generated: findGenerated(rendered, rendered) });
}

function standardInput(io: CommandIo): Map<string, Uint8Array> {
  const content = io.readStandardInput();
  if (content.length > 0) return new Map([['standard-input.yaml', content]]);
  throw new InfraError('USAGE', 'there is nothing on standard input, where the manifests should be');
}

/** The name of a file or directory without its ending, a query left out; empty for standard input. */
export function nameOfFile(source: string): string {
  const path = URL.canParse(source) ? new URL(source).pathname : source;
  return path === '-' ? '' : path.slice(path.lastIndexOf('/') + 1).replace(/\.(?:ya?ml|json)$/, '');
}
