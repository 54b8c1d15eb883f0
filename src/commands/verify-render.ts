import { InfraError } from '../lib/error.ts';
import { fromBytes } from '../lib/utf8.ts';
import { runProgram } from '../source/run-program.ts';
import { withTemporaryFiles } from '../source/temporary-files.ts';
import { firstDifference, type Difference, type Pair } from './compare-renders.ts';
import type { AppDefinition } from './define-app.ts';
import type { ChartOnDisk } from './open-chart.ts';

/** What a helm says of a render: the version of the one that agrees, or where it does not. */
export type Verification = { readonly helm: string } | { readonly difference: string };

/**
 * Renders a chart with a real helm too, with what our engine was given, and compares all that both wrote. Throws InfraError
 * where there is no such program.
 */
export function verifyRender(
  program: string,
  chart: ChartOnDisk,
  definition: AppDefinition,
  kubeVersion: string,
  ours: Pair,
): Verification {
  const helm = versionOf(program);
  const files = new Map<string, Uint8Array | string>();
  if ('files' in chart) for (const [path, content] of chart.files) files.set(`chart/${path}`, content);
  if ('archive' in chart) files.set('chart.tgz', chart.archive);
  if (definition.valuesText !== undefined) files.set('values.yaml', definition.valuesText);
  return withTemporaryFiles(files, (directory) => {
    const path = pathOf(chart, directory);
    const words = helmArguments(path, `${directory}/values.yaml`, definition, kubeVersion);
    const first = runProgram(program, words);
    if (first.status !== 0) return refusal(program, helm, fromBytes(first.stderr));
    const theirs = fromBytes(first.stdout);
    if (firstDifference(ours, [theirs, theirs]) === undefined) return { helm };
    // Theirs may have values that are others each time, and ours not.
    const second = runProgram(program, words);
    if (second.status !== 0) return refusal(program, helm, fromBytes(second.stderr));
    const difference = firstDifference(ours, [theirs, fromBytes(second.stdout)]);
    if (difference === undefined) return { helm };
    return { difference: describe(difference, `${program} (${helm})`, ours[0]) };
  });
}

function pathOf(chart: ChartOnDisk, directory: string): string {
  if ('path' in chart) return chart.path;
  return 'archive' in chart ? `${directory}/chart.tgz` : `${directory}/chart`;
}

function refusal(program: string, helm: string, message: string): Verification {
  return { difference: `${program} (${helm}) refuses what we render: ${message.trim()}` };
}

function helmArguments(
  chart: string,
  valuesFile: string,
  { release, namespace, valuesText, yaml }: AppDefinition,
  kubeVersion: string,
): string[] {
  return [
    'template',
    release,
    chart,
    '--include-crds',
    `--namespace=${namespace}`,
    `--kube-version=${kubeVersion}`,
    ...yaml.apiVersions.map((version) => `--api-versions=${version}`),
    ...(valuesText === undefined ? [] : [`--values=${valuesFile}`]),
    ...(yaml.skipSchemaValidation ? ['--skip-schema-validation'] : []),
  ];
}

function versionOf(program: string): string {
  const { stdout } = runProgram(program, ['version', '--template={{.Version}}']);
  const version = /^v?(\d+\.\d+\.\d+[-+.\w]{0,60})\s*$/.exec(fromBytes(stdout))?.[1];
  if (version !== undefined) return version;
  throw new InfraError('USAGE', `${program} is no helm: it does not tell its version`, {
    hint: 'give the name or the path of helm to --verify-with',
  });
}

function describe({ line, ours, theirs }: Difference, helm: string, render: string): string {
  const place = `line ${line} of the render differs from that of ${helm}`;
  if (isInSecret(render, line)) return `${place}; it is in a Secret, so it is not shown`;
  return `${place}\n- ${firstLine(theirs)}\n+ ${firstLine(ours)}`;
}

/** Whether a line is in the document of a Secret, or where one of them starts. */
function isInSecret(render: string, line: number): boolean {
  const lines = render.split('\n');
  const start = lines.lastIndexOf('---', line - 1);
  const end = lines.indexOf('---', line);
  const around = lines.slice(Math.max(0, start), end === -1 ? undefined : end);
  return around.some(
    (each) => /^\s*(?:- )?["']?kind["']?:\s*["']?Secret/.test(each) || /"kind":\s*"Secret/.test(each),
  );
}

/** Of what varies it says enough that it is there. */
function firstLine(text: string | undefined): string {
  if (text === undefined) return '(end)';
  return text.split('\n', 1)[0]!.slice(0, 300);
}
