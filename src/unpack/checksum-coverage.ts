import type { Rendered } from '../helm/render.ts';
import { isFile, visitSpans, type TemplateFrame } from './template-frames.ts';

/** An annotation that holds a hash of what other templates render. */
export interface ChecksumCoverage {
  /** the template that writes the annotation */
  readonly template: string;
  readonly annotation: string;
  /** the templates whose text is hashed */
  readonly covers: readonly string[];
}

/** What was executed for a hash: whole template files, or where there are none, named templates. */
interface Hashed {
  readonly files: Set<string>;
  readonly named: Set<string>;
}

const KEY = /([A-Za-z0-9._/-]+)["']?[ \t]*:[ \t]*["']?$/;
/** Longer lines before an action name no key. */
const LONGEST_KEY = 400;

/**
 * The annotations of a traced render that hash what a template file renders, e.g. to restart pods when it changes: because the
 * file was included for it, or because a named template was that also ran for a file with ConfigMaps or Secrets.
 */
export function checksumCoverage(
  rendered: Pick<Rendered, 'frames' | 'manifests' | 'hooks'>,
): ChecksumCoverage[] {
  const mayHash = new Map<object, boolean>();
  const hashes = [...rendered.frames].map(
    ([template, frame]) => [template, hashesIn(frame, mayHash)] as const,
  );
  const named = new Set(
    hashes.flatMap(([, found]) => [...found.values()].flatMap((each) => [...each.named])),
  );
  const users = usersOf(named, rendered);
  return hashes.flatMap(([template, found]) =>
    [...found].flatMap(([annotation, hashed]) => {
      const through = [...hashed.named].flatMap((name) => [...(users.get(name) ?? [])]);
      const covers = new Set([...hashed.files, ...through.filter((user) => user !== template)]);
      return covers.size === 0 ? [] : [{ template, annotation, covers: [...covers].sort() }];
    }),
  );
}

/** What was hashed for each key in what a template file wrote. `mayHash` is what was found out of texts. */
function hashesIn(frame: TemplateFrame, mayHash: Map<object, boolean>): Map<string, Hashed> {
  const found = new Map<string, Hashed>();
  visitSpans(frame, (inside, span) => {
    const { source } = inside.template;
    let may = mayHash.get(source);
    if (may === undefined) mayHash.set(source, (may = mayWriteHash(source.text)));
    if (!may) return false;
    const annotation = hashedKey(source.text, span.node.position);
    if (annotation === undefined) return false;
    const hashed = found.get(annotation) ?? { files: new Set(), named: new Set() };
    found.set(annotation, hashed);
    for (const below of span.frames) collect(below, hashed);
    return true;
  });
  return found;
}

/** Whether a text has what writes a hash. */
function mayWriteHash(text: string): boolean {
  return tellsOfHash(text) || (text.includes('sum') && /\dsum\b/.test(text));
}

/** Whether a text has `checksum` or `hash`, small or large. */
function tellsOfHash(text: string): boolean {
  const lower = text.toLowerCase();
  return lower.includes('checksum') || lower.includes('hash');
}

/** The key that the action at a position of a template writes, if it is a hash. */
function hashedKey(source: string, position: number): string | undefined {
  const start = source.lastIndexOf('{{', position + 1);
  if (start < 0) return undefined;
  const before = source.slice(Math.max(0, start - LONGEST_KEY), start);
  const line = before.slice(before.lastIndexOf('\n') + 1);
  const key = KEY.exec(line)?.[1];
  if (key === undefined) return undefined;
  if (tellsOfHash(key)) return key;
  const end = source.indexOf('}}', start);
  const action = source.slice(start, end < 0 ? undefined : end);
  return action.includes('sum') && /\b(?:sha\d+|adler32)sum\b/.test(action) ? key : undefined;
}

/** Adds the template files that ran in a frame, the outermost ones, or where none did the frame's own template. */
function collect(frame: TemplateFrame, { files, named }: Hashed): void {
  if (isFile(frame)) {
    files.add(frame.template.name);
    return;
  }
  const inside = new Set<string>();
  visitSpans(frame, (_, span) => {
    for (const below of span.frames) if (isFile(below)) inside.add(below.template.name);
    return false;
  });
  for (const file of inside) files.add(file);
  if (inside.size === 0) named.add(frame.template.name);
}

/** The template files with ConfigMaps or Secrets for which each of the named templates ran. */
function usersOf(
  named: ReadonlySet<string>,
  { frames, manifests, hooks }: Pick<Rendered, 'frames' | 'manifests' | 'hooks'>,
): Map<string, Set<string>> {
  const users = new Map<string, Set<string>>();
  if (named.size === 0) return users;
  const holders = [...manifests, ...hooks].filter(({ kind }) => kind === 'ConfigMap' || kind === 'Secret');
  for (const file of new Set(holders.map(({ path }) => path))) {
    const frame = frames.get(file);
    if (frame === undefined) continue;
    visitSpans(frame, (_, span) => {
      for (const { template } of span.frames)
        if (named.has(template.name))
          users.set(template.name, (users.get(template.name) ?? new Set()).add(file));
      return false;
    });
  }
  return users;
}
