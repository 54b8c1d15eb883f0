import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import { parseCase, printCase } from '../../scripts/kustomize/case-file.mjs';
import { inflateChart } from '../../src/commands/inflate-chart.ts';
import { formatError } from '../../src/cli/print-error.ts';
import { build, createSession, printBuilt } from '../../src/kustomize/build.ts';
import { memoryTree } from '../../src/kustomize/memory-tree.ts';
import { joinPath } from '../../src/lib/path.ts';
import { InfraError } from '../../src/lib/error.ts';
import { nodeEnvironment } from '../../src/system/environment.ts';
import { optionsOf } from './build-flags.ts';

const directory = fileURLToPath(new URL('./cases', import.meta.url));
const names = readdirSync(directory, { recursive: true, encoding: 'utf8' }).filter((name) =>
  name.endsWith('.txt'),
);
const ROOT = '/work';
const environment = nodeEnvironment();

interface Outcome {
  readonly output: string | undefined;
  readonly stderr: string | undefined;
  readonly error: string | undefined;
}

async function run(text: string): Promise<Outcome> {
  const { files, links, command } = parseCase(text);
  const below = <Value>(entries: Map<string, Value>): Map<string, Value> =>
    new Map([...entries].map(([path, value]) => [joinPath(ROOT, path), value]));
  const { path, options } = optionsOf(command);
  const tree = memoryTree(below(files), below(links));
  const session = createSession({
    tree,
    options,
    outside: { inflateChart: (request) => inflateChart(request, environment) },
  });
  try {
    const output = printBuilt(await build(session, joinPath(ROOT, path)));
    return { output, stderr: linesOf(session.warnings), error: undefined };
  } catch (error) {
    if (!(error instanceof InfraError) || error.code === 'INTERNAL') throw error;
    return {
      output: undefined,
      stderr: undefined,
      error: formatError(error, false).replaceAll(ROOT, '<root>'),
    };
  }
}

function linesOf(warnings: readonly string[]): string | undefined {
  return warnings.length === 0 ? undefined : warnings.map((warning) => `${warning}\n`).join('');
}

describe.each([...new Set(names.map((name) => name.split('/')[0]!))].sort())('%s', (area) => {
  const inArea = names.filter((name) => name.startsWith(`${area}/`)).sort();
  test.each(inArea)('%s', async (name) => {
    const path = `${directory}/${name}`;
    const text = readFileSync(path, 'utf8');
    const caseFile = parseCase(text);
    const outcome = await run(text);
    const expected = (section: string): string | undefined => caseFile.sections.get(section);
    if (expected('refused') === undefined) {
      expect(outcome.error ?? outcome.output).toBe(expected('output'));
      expect(withoutTime(outcome.stderr)).toBe(withoutTime(expected('stderr')));
      return;
    }
    expect(outcome.output).toBeUndefined();
    if (process.env['UPDATE'] !== undefined)
      writeFileSync(path, printCase(caseFile, new Map([['error', outcome.error]])));
    else expect(outcome.error).toBe(expected('error'));
  });
});

/** Kustomize logs some lines with the time. */
function withoutTime(text: string | undefined): string | undefined {
  return text?.replace(/^<time> /gm, '');
}
