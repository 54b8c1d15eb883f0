import type { Rendered } from '../helm/render.ts';
import { visitSpans } from './template-frames.ts';

type Effect = Rendered['effects'][number];

/** An action that opens, continues or ends a block. */
const BLOCK = /\{\{-?\s*(if|with|range|define|block|else|end)\b([^}]*)/g;
const VALUE = /\.Values((?:\.[A-Za-z0-9_]+)+)/g;
/** Values whose names tell that they bring certificates or Secrets of one's own, or switch the making off. */
const TELLING =
  /existing|secret|cert|tls|ssl|bundle|webhook|self.?signed|generat|auto|create|enabled|external|issuer|(?:^|\.)ca(?:\.|$)/i;
/** How many values an advice names. */
const NAMED = 6;
/** How many calls are looked at. */
const CALLS = 20;

/** Names the chart values by which a chart makes up keys and certificates, from the conditions around the calls. */
export class ValueAdvice {
  readonly #frames: Rendered['frames'];
  #sources: Map<string, string> | undefined;
  readonly #known = new Map<string, string>();
  readonly #knownForPasswords = new Map<string, string>();

  constructor(frames: Rendered['frames']) {
    this.#frames = frames;
  }

  /** What to set so that a template does not write what these calls make; it says so where nothing was found. */
  for(template: string, calls: readonly Effect[]): string {
    let advice = this.#known.get(template);
    if (advice === undefined) {
      const keyCalls = calls.filter(({ function: name }) => name.startsWith('gen'));
      advice = this.#advise(template, keyCalls.length > 0 ? keyCalls : calls);
      this.#known.set(template, advice);
    }
    return advice;
  }

  /** What to set so that these calls make up no password; it says so where nothing was found. */
  forPassword(template: string, calls: readonly Effect[]): string {
    let advice = this.#knownForPasswords.get(template);
    if (advice === undefined) {
      advice = this.#adviseForPassword(template, calls);
      this.#knownForPasswords.set(template, advice);
    }
    return advice;
  }

  #adviseForPassword(template: string, calls: readonly Effect[]): string {
    const values = new Set<string>();
    for (const { file, line, column } of calls.slice(0, CALLS)) {
      const text = this.#sourceOf(file);
      const start = offsetOf(text, line, column);
      collectValues(actionAt(text, start), file, values);
      for (const condition of conditionsAround(text, start).reverse()) collectValues(condition, file, values);
    }
    const [call] = calls;
    const place = call === undefined ? template : `${call.file}:${call.line}`;
    if (values.size === 0)
      return `no chart value that avoids it was found near ${place}; look there, or patch the field to read from a Secret of your own`;
    const named = [...values].slice(0, NAMED).join(', ');
    return `look at the chart values ${named}, which stand near ${place}: name a Secret of your own if one can, or patch the field to read from it`;
  }

  #advise(template: string, calls: readonly Effect[]): string {
    const values = new Set<string>();
    for (const { file, line, column } of calls.slice(0, CALLS)) {
      const text = this.#sourceOf(file);
      const start = offsetOf(text, line, column);
      for (const condition of conditionsAround(text, start).reverse()) collectValues(condition, file, values);
    }
    const near = [...values].filter((name) => TELLING.test(name));
    for (const condition of conditionsIn(this.#sourceOf(template)))
      collectValues(condition, template, values);
    const named = [...new Set([...near, ...[...values].filter((name) => TELLING.test(name))])].slice(
      0,
      NAMED,
    );
    const [call] = calls;
    const place = call === undefined ? template : `${call.file}:${call.line}`;
    if (named.length === 0)
      return `no chart value that avoids it was found in the conditions around ${place}; look there, or add the field with a patch`;
    return `look at the chart values ${named.join(', ')}, on which ${place} or ${template} depends: bring a certificate of your own, or have cert-manager make it`;
  }

  #sourceOf(file: string): string {
    this.#sources ??= sourcesOf(this.#frames);
    return this.#sources.get(file) ?? '';
  }
}

/** The texts of the files of which something was executed. */
function sourcesOf(frames: Rendered['frames']): Map<string, string> {
  const sources = new Map<string, string>();
  for (const frame of frames.values()) {
    sources.set(frame.template.source.name, frame.template.source.text);
    visitSpans(frame, (_, { frames: below }) => {
      for (const { template } of below) sources.set(template.source.name, template.source.text);
      return false;
    });
  }
  return sources;
}

function offsetOf(text: string, line: number, column: number): number {
  let start = 0;
  for (let number = 1; number < line; number++) {
    const end = text.indexOf('\n', start);
    if (end < 0) break;
    start = end + 1;
  }
  return start + column;
}

/** The text of the action that an offset is in. */
function actionAt(text: string, offset: number): string {
  const start = text.lastIndexOf('{{', offset + 1);
  const end = text.indexOf('}}', offset);
  return start < 0 ? '' : text.slice(start, end < 0 ? undefined : end);
}

/** The conditions of the blocks that are open at an offset, outermost first, those of `else` with their `if`. */
function conditionsAround(text: string, offset: number): string[] {
  const open: string[][] = [];
  for (const { index, 1: word = '', 2: condition = '' } of text.slice(0, offset).matchAll(BLOCK)) {
    if (isInComment(text, index)) continue;
    if (word === 'end') open.pop();
    else if (word === 'else') open.at(-1)?.push(condition);
    else open.push([condition]);
  }
  return open.flat();
}

function conditionsIn(text: string): string[] {
  return [...text.matchAll(BLOCK)].flatMap(({ 1: word, 2: condition = '' }) =>
    word === 'end' || word === 'define' ? [] : [condition],
  );
}

function isInComment(text: string, index: number): boolean {
  return text.startsWith('/*', index + 2);
}

/** The values that a condition reads, named as the chart's user sets them: below the names of the subcharts of its file. */
function collectValues(condition: string, file: string, values: Set<string>): void {
  for (const [, path = ''] of condition.matchAll(VALUE)) values.add(`${prefixOf(file)}${path.slice(1)}`);
}

function prefixOf(file: string): string {
  const charts = file
    .slice(0, Math.max(file.indexOf('/templates/'), 0))
    .split('/charts/')
    .slice(1);
  return charts.map((name) => `${name}.`).join('');
}
