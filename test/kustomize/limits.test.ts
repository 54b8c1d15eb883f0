import { expect, test } from 'vitest';
import { buildFiles } from '../../src/kustomize/index.ts';

const HEAD = 'apiVersion: v1\nkind: ConfigMap\nmetadata: {name: a}\n';

/** A build of one resource file. */
async function build(text: string | Uint8Array): Promise<string> {
  const files = new Map<string, string | Uint8Array>([
    ['kustomization.yaml', 'resources: [all.yaml]\n'],
    ['all.yaml', text],
  ]);
  return (await buildFiles(files)).text;
}

const nested = (depth: number): string => {
  const lines = Array.from({ length: depth }, (_, index) => `${' '.repeat(index + 1)}a:\n`);
  return `${HEAD}data:\n${lines.join('')}`;
};

const bomb = (): string => {
  const levels = Array.from(
    { length: 40 },
    (_, index) => `  l${index + 1}: &l${index + 1} [*l${index}, *l${index}]\n`,
  );
  return `${HEAD}data:\n  l0: &l0 [x]\n${levels.join('')}`;
};

test.each<[string, () => string | Uint8Array, string]>([
  ['a file of 200 MB', () => new Uint8Array(200 * 2 ** 20).fill(97), '/all.yaml has 200 MB'],
  ['brackets within brackets', () => `${HEAD}data: ${'['.repeat(200_000)}`, 'max depth'],
  ['mappings within mappings', () => nested(3000), 'max depth'],
  ['aliases of aliases', bomb, 'alias'],
])('%s ends in one error about the file', async (_, text, message) => {
  await expect(build(text())).rejects.toMatchObject({
    message: expect.stringContaining(message) as string,
    location: { file: '/all.yaml' },
  });
});
