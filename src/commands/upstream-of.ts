import { InfraError } from '../lib/error.ts';
import { nearNames } from '../lib/near-names.ts';
import { joinPath } from '../lib/path.ts';
import type { Upstream } from '../project/app-yaml.ts';
import { packedApp, type PackedApp } from '../project/packed-app.ts';
import { appNames, hasApp, isAppName, openApp } from '../project/repository.ts';
import { areManifests, isKustomization } from '../source/manifest-files.ts';
import { isManifestUrl } from '../source/manifest-url.ts';
import { nameOfFile } from './open-manifests.ts';
import type { Place } from './plan-app.ts';
import type { UnpackOptions } from './unpack-options.ts';

/** What the word of a user stands for. */
export interface Asked {
  /** the app, where it is known before the chart is read */
  readonly app: string | undefined;
  /** where the app is to come from; undefined: from where its app.yaml says */
  readonly upstream: Upstream | undefined;
  /** the definition to start from, if the repository has none */
  readonly packed: PackedApp | undefined;
}

/**
 * What a word asks for: an app of the repository, an app that is packed with the program, else a chart. Throws InfraError
 * for a name that is none of them.
 */
export function upstreamOf(word: string, options: UnpackOptions, place: Place): Asked {
  const { root, directory } = place;
  const app = options.app === undefined ? undefined : appName(options.app);
  if (options.repo !== undefined && options.repo !== '') {
    const guess = app ?? word;
    const isKnown = app !== undefined || hasApp(root, guess);
    const upstream = { chart: word, repository: withoutCredentials(options.repo) };
    return { app: isKnown ? guess : undefined, upstream, packed: undefined };
  }
  if (hasApp(root, word)) return { app: app ?? word, upstream: undefined, packed: copied(word, app, root) };
  const packed = packedApp(word);
  if (packed !== undefined) return { app: app ?? word, upstream: undefined, packed };
  if (isAppName(word)) throw noSuchApp(word, root);
  if (isPath(word) && isKustomization(joinPath(directory, word))) {
    const kustomization = recorded(word, root, directory);
    const guess = app ?? nameOfFile(kustomization);
    return { app: isAppName(guess) ? guess : undefined, upstream: { kustomization }, packed: undefined };
  }
  const isFile = isPath(word) && areManifests(joinPath(directory, word));
  if (word === '-' || isFile || isManifestUrl(word)) {
    const manifests = word === '-' ? word : recorded(word, root, directory);
    const guess = app ?? nameOfFile(manifests);
    if (guess === '')
      throw new InfraError('USAGE', 'manifests on standard input have no name', {
        hint: 'give one with --app',
      });
    return { app: isAppName(guess) ? guess : undefined, upstream: { manifests }, packed: undefined };
  }
  const chart = recorded(word, root, directory);
  const guess = app ?? nameIn(chart);
  const isKnown = guess !== undefined && (app !== undefined || hasApp(root, guess));
  const isFrom = isKnown && isChartOf(openApp(root, guess).definition?.upstream, chart, place);
  return { app: isKnown ? guess : undefined, upstream: isFrom ? undefined : { chart }, packed: undefined };
}

/** Whether a reference by the name of a repository is what app.yaml says with the repository's address. */
function isChartOf(upstream: Upstream | undefined, chart: string, { infraYaml }: Place): boolean {
  if (upstream?.repository === undefined) return false;
  const slash = chart.indexOf('/');
  const address = infraYaml.repositories.get(chart.slice(0, slash));
  const theirs = infraYaml.repositories.get(upstream.repository) ?? upstream.repository.replace(/\/+$/, '');
  return address === theirs && chart.slice(slash + 1) === upstream.chart;
}

/** Throws InfraError USAGE for what cannot be the name of an app. */
export function appName(name: string): string {
  if (isAppName(name)) return name;
  throw new InfraError('USAGE', `${JSON.stringify(name)} cannot be the name of an app`, {
    hint: 'choose one of small letters, digits and hyphens with --app',
  });
}

/** An app that is made like another one starts from a copy of its files. */
function copied(word: string, app: string | undefined, root: string): PackedApp | undefined {
  if (app === undefined || app === word || hasApp(root, app)) return undefined;
  const { definitionText = '', valuesText } = openApp(root, word);
  return { definitionText, valuesText };
}

function noSuchApp(word: string, root: string): InfraError {
  const near = nearNames(word, appNames(root));
  const hint =
    near.length > 0
      ? `did you mean ${near.join(' or ')}?`
      : `a chart is repository/chart, https://…, oci://…, git+https://…, or a path: ./${word}`;
  return new InfraError('NOT_FOUND', `there is no app ${word}: infra/${word}/app.yaml does not exist`, {
    hint,
  });
}

/** Whether a word names something on this disk. */
export function isPath(word: string): boolean {
  return (
    word.startsWith('.') || word.startsWith('/') || (word.endsWith('.tgz') && !/^[a-z+]+:\/\//.test(word))
  );
}

/** The reference as app.yaml keeps it: paths from the repository's root, no credentials. */
function recorded(word: string, root: string, directory: string): string {
  return isPath(word) ? relativePath(root, joinPath(directory, word)) : withoutCredentials(word);
}

/** Throws InfraError USAGE for an address that must not come into Git. */
function withoutCredentials(address: string): string {
  if (!/^[a-z+]+:\/\/[^/]*@/.test(address) || /^(?:git\+)?ssh:/.test(address)) return address;
  throw new InfraError('USAGE', 'the address has credentials in it, which would come into Git', {
    hint: 'leave them out of the address; --username and --password are not recorded',
  });
}

/** The name of the chart where a reference ends with it. */
function nameIn(chart: string): string | undefined {
  const name = chart.startsWith('oci://')
    ? /\/([^/:@]+)(?:[:@][^/]*)?$/.exec(chart)?.[1]
    : /^[^./:][^/:]*\/([^/]+)$/.exec(chart)?.[1];
  return name !== undefined && isAppName(name) ? name : undefined;
}

/** The way from one absolute path to another, starting with a dot. */
export function relativePath(from: string, to: string): string {
  const [a, b] = [from, to].map((path) => path.split('/').filter((part) => part !== ''));
  let same = 0;
  while (same < a!.length && a![same] === b![same]) same++;
  const up = a!.slice(same).map(() => '..');
  return [...(up.length === 0 ? ['.'] : up), ...b!.slice(same)].join('/');
}
