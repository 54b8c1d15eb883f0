import fc from 'fast-check';
import { readdirSync, readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { tryLaw } from '../../scripts/synthesis/law.mjs';
import type { Mapping } from '../../src/k8s/node.ts';
import * as node from '../../src/k8s/node.ts';
import * as schema from '../../src/k8s/schema.ts';
import * as kustomize from '../../src/kustomize/index.ts';
import * as output from '../../src/kustomize/output.ts';
import * as parse from '../../src/kustomize/parse-resources.ts';
import * as files from '../../src/overlay/patch-files.ts';
import * as join from '../../src/patch/join-pair.ts';
import * as synthesize from '../../src/patch/synthesize.ts';

const engine = { ...node, ...schema, ...kustomize, ...output, ...parse, ...files, ...join, ...synthesize };
const folder = new URL('resources/', import.meta.url);

interface Resource {
  readonly origin: string;
  readonly text: string;
  readonly root: Mapping;
}

const resources: readonly Resource[] = readdirSync(folder).map((name) => {
  const text = readFileSync(new URL(name, folder), 'utf8');
  return { origin: name, text, root: parse.parseResources(text, name)[0]!.root };
});

const numRuns = Number(process.env['SYNTHESIS_RUNS'] ?? 150);

test('patches made for an edit, and for one after it, build what was edited', async () => {
  const edit = fc.record({ resource: fc.constantFrom(...resources), seed: fc.nat() });
  await fc.assert(
    fc.asyncProperty(edit, async ({ resource, seed }) => {
      const { kind, detail } = await tryLaw(resource, seed, engine);
      expect(kind === 'failed' ? detail : '').toBe('');
    }),
    { numRuns, seed: 6 },
  );
}, 60_000);
