import type { Finding } from '../lib/finding.ts';
import type { Cluster } from '../project/infra-yaml.ts';
import { NO_ENTRIES, withDerivedEntries } from './derived/derived-entries.ts';
import { DERIVED_PATCHES } from './edit-kustomization.ts';
import { overlayDirectory, printTarget, type TargetName } from '../project/target.ts';

/** A target, and what infra.yaml says about its cluster, where it does. */
export interface Side {
  readonly target: TargetName;
  readonly cluster: Cluster | undefined;
}

/** Something that belongs to the other target, and what it is. */
interface Word {
  readonly text: string;
  readonly meaning: string;
  readonly pattern: RegExp;
  /** it may stand in the path of a resource, a component or a patch */
  readonly isOfPaths: boolean;
}

const SHARED = '_shared/';
/** Lines of a kustomization that name files: entries of `resources` and `components`, and `path` of a patch. */
const PATH_LINE =
  /^[ \t]*-[ \t]+["']?[^\s:="']+["']?[ \t]*(?:#.*)?$|^[ \t]*(?:-[ \t]+)?path:|^(?:resources|components):[ \t]*\[/;

/** The files of an overlay that another one begins with: what is made for each target anew is left out. */
export function likeFiles(files: ReadonlyMap<string, string>): Map<string, string> {
  const kept = [...files].filter(
    ([path]) => path !== 'application.yaml' && !path.startsWith(DERIVED_PATCHES),
  );
  return new Map(
    kept.map(([path, text]) => [
      path,
      isKustomization(path) ? withDerivedEntries(text, NO_ENTRIES, path) : text,
    ]),
  );
}

function isKustomization(path: string): boolean {
  return /^(?:kustomization\.ya?ml|Kustomization)$/.test(path);
}

/**
 * Every place in the files of a new overlay that still names the target it was made like: its cluster, its namespace where
 * that is another, its server, its phase. Nothing of it is changed: only a person knows what is meant.
 */
export function likeFindings(files: ReadonlyMap<string, string>, from: Side, to: Side): Finding[] {
  const words = wordsOf(from, to);
  return [...files].flatMap(([path, text]) => {
    const file = `${overlayDirectory(to.target)}/${path}`;
    return text.split('\n').flatMap((line, index) => {
      const isPath = isKustomization(path) && PATH_LINE.test(line);
      return placesIn(line, isPath ? words.filter(({ isOfPaths }) => isOfPaths) : words).map(
        ({ column, meaning }): Finding => {
          // A line of a Secret may hold what nobody may see.
          const source = /^kind: Secret\b/m.test(text) ? {} : { source: line };
          return {
            code: 'NAMES_OTHER_TARGET',
            severity: 'warning',
            message: `this names ${meaning}, from ${printTarget(from.target)}`,
            location: { file, line: index + 1, column, ...source },
          };
        },
      );
    });
  });
}

function wordsOf(from: Side, to: Side): Word[] {
  const words: Word[] = [];
  const { app, cluster, namespace } = from.target;
  const add = (
    text: string | undefined,
    other: string | undefined,
    meaning: string,
    patternOf = standingAlone,
  ): void => {
    if (text === undefined || text === '' || text === other) return;
    if (words.some((word) => word.text === text)) return;
    words.push({
      text,
      meaning: `the ${meaning} ${text.replace(SHARED, '')}`,
      pattern: patternOf(text),
      isOfPaths: meaning !== 'namespace',
    });
  };
  add(sharedOf(from.cluster), sharedOf(to.cluster), 'shared component of phase');
  add(hostOf(from.cluster?.server), hostOf(to.cluster?.server), 'server');
  add(cluster, to.target.cluster, 'cluster');
  add(namespace, to.target.namespace, 'namespace', namespace === app ? ofNamespaceOnly : standingAlone);
  return words;
}

/** Part of a longer name of a host is another host. */
function standingAlone(text: string): RegExp {
  const before = text.includes('.') ? 'A-Za-z0-9-' : 'A-Za-z0-9';
  return new RegExp(`(?<![${before}])${escaped(text)}(?![A-Za-z0-9])`, 'g');
}

/** A namespace that has the name of its app: most of what is named so is not the namespace. */
function ofNamespaceOnly(text: string): RegExp {
  const word = escaped(text);
  const value = `(?<=[nN]amespace["']?:[ \\t]*["']?)${word}(?![\\w.-])`;
  return new RegExp(`${value}|(?<=[A-Za-z0-9]\\.)${word}(?=\\.svc(?![\\w-]))`, 'g');
}

function escaped(text: string): string {
  return text.replace(/[.\\[\]]/g, '\\$&');
}

/** Where a line has one of the words standing alone, one finding a place. */
function placesIn(line: string, words: readonly Word[]): { column: number; meaning: string }[] {
  const places = words.flatMap(({ text, meaning, pattern }) => {
    return [...line.matchAll(pattern)].map(({ index }) => ({
      column: index + 1,
      end: index + text.length,
      meaning,
    }));
  });
  const outer = places.filter(
    (place) =>
      !places.some((other) => other !== place && other.column <= place.column && other.end >= place.end),
  );
  return outer.sort((a, b) => a.column - b.column);
}

function sharedOf(cluster: Cluster | undefined): string | undefined {
  return cluster && `${SHARED}${cluster.phase}`;
}

/** `api.prod-a.example.com` of `https://api.prod-a.example.com:6443` */
function hostOf(server: string | undefined): string | undefined {
  return server?.replace(/^[a-z]+:\/\//, '').replace(/[:/].*$/, '');
}
