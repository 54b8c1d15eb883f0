import { sortManifests } from '../helm/manifests.ts';
import type { Profile } from '../helm/profile.ts';
import { InfraError } from '../lib/error.ts';
import { joinPath } from '../lib/path.ts';
import { fromBytes } from '../lib/utf8.ts';
import { digestOf } from '../project/digest.ts';
import { readManifestFiles } from '../source/manifest-files.ts';
import { findGenerated } from '../unpack/generated-values.ts';
import type { CommandIo } from './io.ts';
import type { Place } from './plan-app.ts';
import type { RenderedTwice } from './render-twice.ts';

/** Plain manifests as a render gives them: nothing in them is generated. Throws InfraError. */
export function openManifests(
  path: string,
  { root }: Pick<Place, 'root'>,
  profile: Profile,
  io: CommandIo,
): { readonly digest: string; readonly render: () => Promise<RenderedTwice> } {
  const files = path === '-' ? standardInput(io) : readManifestFiles(joinPath(root, path));
  const texts = new Map([...files].map(([name, content]) => [name, fromBytes(content)]));
  const names = [...files].map(([name, content]) => `${digestOf(content)} ${name}\n`);
  const { manifests, hooks } = sortManifests(texts, profile);
  const rendered = {
    output: '',
    crds: [],
    manifests,
    hooks,
    notes: '',
    warnings: [],
    effects: [],
    frames: new Map(),
  };
  const render = (): Promise<RenderedTwice> =>
    Promise.resolve({ rendered, generated: findGenerated(rendered, rendered) });
  return { digest: digestOf(names.sort().join('')), render };
}

function standardInput(io: CommandIo): Map<string, Uint8Array> {
  const content = io.readStandardInput();
  if (content.length > 0) return new Map([['standard-input.yaml', content]]);
  throw new InfraError('USAGE', 'there is nothing on standard input, where the manifests should be');
}

/** The name of a file or directory without its ending; empty for standard input. */
export function nameOfFile(path: string): string {
  return path === '-' ? '' : path.slice(path.lastIndexOf('/') + 1).replace(/\.(?:ya?ml|json)$/, '');
}
