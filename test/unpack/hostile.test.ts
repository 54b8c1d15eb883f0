import { expect, test } from 'vitest';
import { baseOf, object, rendered } from './render.ts';

/** Enough for what takes quadratic time to take minutes. */
const MANY = 20_000;

test.each<[string, string]>([
  [
    'objects whose names differ in nothing that a file name shows',
    list((index) => `a${'!'.repeat(240)}${index}`),
  ],
  ['kinds that nobody knows', list((index) => `a${index}`, 'Widget')],
  ['arguments like options that select', object('Pod', 'a', `spec: {args: ["--${'label'.repeat(MANY)}"]}\n`)],
  ['a text of selectors', object('ConfigMap', 'a', `data: {chart: "${'selector: '.repeat(MANY)}"}\n`)],
])('%s take linear time', { timeout: 30_000 }, (_, content) => {
  const { report } = baseOf(rendered([content]));
  expect(report.read).toBe(report.written);
});

function list(name: (index: number) => string, kind = 'ConfigMap'): string {
  const items = Array.from(
    { length: MANY },
    (_, index) => `- {apiVersion: v1, kind: ${kind}, metadata: {name: "${name(index)}"}}`,
  );
  return `apiVersion: v1\nkind: List\nitems:\n${items.join('\n')}\n`;
}
