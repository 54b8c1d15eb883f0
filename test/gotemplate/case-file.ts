import { readFileSync } from 'node:fs';

/** One case of a case file: a template, and what Helm makes of it (output, or its error after `ERR: `). */
export interface TemplateCase {
  readonly template: string;
  readonly expected: string;
}

const CASE = /^=== ?\n([^]*?)\n\+\+\+\n([^]*?)\n(?==== ?\n|$(?![^]))/gm;

/** Reads a file of cases: `===`, the template, `+++`, the expectation, each on lines of their own. */
export function readCases(path: string | URL): TemplateCase[] {
  return [...readFileSync(path, 'utf8').matchAll(CASE)].map(([, template, expected]) => ({
    template: template!,
    expected: expected!,
  }));
}

/** The text of a case file. */
export function writeCases(cases: readonly TemplateCase[]): string {
  return cases.map(({ template, expected }) => `===\n${template}\n+++\n${expected}\n`).join('');
}
