import type { Manifest } from '../helm/manifests.ts';
import { sha256 } from '../lib/sha256.ts';
import { toBytes } from '../lib/utf8.ts';

/** The hash of what templates render, as many digits as `like` has. */
export type TemplateHash = (covers: readonly string[], like: string) => string;

/**
 * A hash for annotations whose own hash would differ at each render, since it covers something generated: taken from what is
 * fixed in the templates that it covers, so that it changes when they do and only then.
 *
 * @param fixedText what is fixed in a document
 */
export function hashOfTemplates(
  byTemplate: ReadonlyMap<string, readonly Manifest[]>,
  fixedText: (manifest: Manifest) => string,
): TemplateHash {
  const texts = new Map<string, string>();
  const textOf = (template: string): string => {
    let text = texts.get(template);
    if (text === undefined) {
      text = (byTemplate.get(template) ?? []).map(fixedText).join('\n---\n');
      texts.set(template, text);
    }
    return text;
  };
  return (covers, like) => {
    const digest = sha256(toBytes(covers.map((template) => `${template}\n${textOf(template)}`).join('\n')));
    const hex = Array.from(digest, (byte) => byte.toString(16).padStart(2, '0')).join('');
    return hex.slice(0, like.length);
  };
}
