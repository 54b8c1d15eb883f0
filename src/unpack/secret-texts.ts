import { encodeBase64 } from '../lib/base64.ts';
import { toBytes } from '../lib/utf8.ts';
import type { Difference } from './differences.ts';
import { generatedParts, type Part } from './generated-parts.ts';
import { textOfBase64 } from './key-material.ts';

/** Shorter ones occur in other words by chance. */
const SHORTEST = 6;
/** How much text is searched for secrets in one render; behind that only pieces that are equal to one are found. */
const SEARCHED = 100_000_000;

/** A text whose secret pieces were replaced. */
export interface Marked {
  readonly text: string;
  /** what of it is generated still */
  readonly parts: readonly Part[];
  /** names of the Secrets whose values it repeated */
  readonly secrets: readonly string[];
}

/** The generated texts of Secrets, to find copies of them elsewhere. */
export class SecretTexts {
  /** where each text belongs, as `name-key` and the name alone */
  readonly #known = new Map<string, { readonly mark: string; readonly secret: string }>();
  #searched = 0;

  /** Takes in the generated data of a Secret. */
  add(secret: string, fields: readonly Difference[]): void {
    for (const { path, first, second } of fields) {
      const [section, key] = path;
      if (typeof first !== 'string' || typeof second !== 'string' || key === undefined) continue;
      const [text, other] =
        section === 'data' ? [textOfBase64(first), textOfBase64(second)] : [first, second];
      if (text === undefined || other === undefined) continue;
      const mark = `see-secret-${secret}-${key}`;
      for (const { start, end } of generatedParts(text, other))
        this.#learn(text.slice(start, end), { mark, secret });
    }
  }

  #learn(text: string, place: { mark: string; secret: string }): void {
    if (text.length < SHORTEST) return;
    for (const form of [text, encodeBase64(toBytes(text))])
      if (!this.#known.has(form)) this.#known.set(form, place);
  }

  /** The text with a mark for each secret in its parts; undefined where there is none. */
  mark(text: string, parts: readonly Part[]): Marked | undefined {
    const secrets = new Set<string>();
    const rest: Part[] = [];
    let result = '';
    let at = 0;
    for (const { start, end } of parts) {
      const part = text.slice(start, end);
      const marked = this.#marked(part, secrets);
      result += text.slice(at, start);
      if (marked.isGenerated) rest.push({ start: result.length, end: result.length + marked.text.length });
      result += marked.text;
      at = end;
    }
    if (secrets.size === 0) return undefined;
    return { text: result + text.slice(at), parts: rest, secrets: [...secrets] };
  }

  #marked(part: string, secrets: Set<string>): { text: string; isGenerated: boolean } {
    const equal = this.#known.get(part);
    if (equal !== undefined) {
      secrets.add(equal.secret);
      return { text: equal.mark, isGenerated: false };
    }
    let text = part;
    for (const [form, { mark, secret }] of this.#known) {
      if ((this.#searched += text.length) > SEARCHED) break;
      if (!text.includes(form)) continue;
      secrets.add(secret);
      text = text.replaceAll(form, () => mark);
    }
    return { text, isGenerated: true };
  }
}
