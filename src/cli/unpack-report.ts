import type { Unpacked, UnpackResult } from '../commands/unpack.ts';
import { groupLine, groupLines } from './group-lines.ts';

/** The result of `infra unpack` for programs: only data, nothing secret. */
export function unpackedAsJson({ apps, changes, isDryRun }: UnpackResult): object {
  return { dryRun: isDryRun, changes, apps: apps.map(appAsJson) };
}

function appAsJson(unpacked: Unpacked): object {
  const { app, directory, release, namespace, isCopied, files, lock, report, findings, problems } = unpacked;
  const { upstream, kubeVersion, profile, dropped, changed, secrets, frozen, verified } = lock;
  const { difference } = unpacked;
  return {
    ...{ app, directory, upstream, release, namespace, kubeVersion, profile, isCopied, files },
    counts: { read: report.read, written: report.written, kinds: Object.fromEntries(report.kinds) },
    ...{ dropped, changed, secrets, frozen, findings, problems, verified, difference },
  };
}

/** The result of `infra unpack` for people: what was read, what became of it, and what to do next. */
export function unpackedAsText(result: UnpackResult): string {
  if (result.isCheck) return checkText(result);
  if (result.apps.length === 0) return 'no app to unpack: there is no infra/<app>/app.yaml\n';
  const isOne = !result.isAll;
  const texts = result.apps.map((each) => (isOne ? appText(each, result) : appLine(each, result)));
  return isOne ? `${texts.join('\n')}${nextSteps(result)}` : texts.join('');
}

function checkText({ apps }: UnpackResult): string {
  const width = Math.max(0, ...apps.map(({ app }) => app.length));
  const lines = apps.flatMap(({ app, problems }) => {
    if (problems.length === 0) return [`ok     ${app.padEnd(width)}  is what its lock says\n`];
    return problems.map(({ file, problem }) => `wrong  ${app.padEnd(width)}  ${file} ${problem}\n`);
  });
  return lines.join('') || 'no app to check: there is no infra/<app>/app.yaml\n';
}

/** One of many apps. */
function appLine(unpacked: Unpacked, result: UnpackResult): string {
  const { directory, report } = unpacked;
  return `${verbFor(unpacked, result).padEnd(12)}${directory}: ${count(report.written, 'resource')}\n`;
}

function appText(unpacked: Unpacked, result: UnpackResult): string {
  const { directory, release, namespace, lock, report, app, isCopied, kept } = unpackedParts(unpacked);
  const { upstream, kubeVersion } = lock;
  const version = upstream.version === undefined ? '' : ` ${upstream.version}`;
  const rows: (readonly [title: string, lines: readonly string[]])[] = [
    [
      'read',
      [
        `${upstream.source === '-' ? 'standard input' : upstream.source}${version}: ${count(report.read, 'resource')}`,
      ],
    ],
    ['as', [`release ${release} in namespace ${namespace}, for Kubernetes ${kubeVersion}`]],
    ['copied', isCopied ? [`infra/${app} from the definitions that come with infra`] : []],
    [
      verbFor(unpacked, result),
      [`${directory}: ${count(report.written, 'resource')} and kustomization.yaml`],
    ],
    ['', kindLines(report.kinds)],
    ['dropped', groupLines(lock.dropped.map(({ what, why }) => ({ what, text: why })))],
    ['changed', lock.changed.map(({ what, policy, detail }) => groupLine(what, `${policy}: ${detail}`))],
    ['kept', kept],
    ['verified', verifiedLines(lock.verified)],
    [
      'left out',
      Object.entries(lock.secrets).map(([what, { keys }]) => `${what}: generated ${keys.join(', ')}`),
    ],
    [
      'frozen',
      groupLines(
        lock.frozen.map(({ identity, generator }) => ({ what: identity, text: `a value of ${generator}` })),
      ),
    ],
  ];
  return rows
    .flatMap(([title, lines]) => lines.map((line, index) => row(index === 0 ? title : '', line)))
    .join('');
}

function unpackedParts(unpacked: Unpacked): Unpacked & { readonly kept: readonly string[] } {
  const kept = unpacked.report.kept.map(({ label, why }) => `${label}: ${why}`);
  return { ...unpacked, kept };
}

function verifiedLines(verified: Unpacked['lock']['verified'] = {}): string[] {
  return Object.entries(verified).map(([program, version]) => `${program} ${version} renders the same`);
}

function row(title: string, line: string): string {
  return `${title.padEnd(12)}${line}\n`;
}

function verbFor({ app, directory }: Unpacked, { changes, isDryRun }: UnpackResult): string {
  const isTouched = changes.some(
    (path) => path.startsWith(`${directory}/`) || path.startsWith(`infra/${app}/`),
  );
  if (isDryRun) return 'would write';
  return isTouched ? 'wrote' : 'unchanged';
}

/** Kinds with their counts, as many to a line as fit. */
function kindLines(kinds: ReadonlyMap<string, number>): string[] {
  const lines: string[] = [];
  for (const [kind, number] of kinds) {
    const text = `${number} ${kind}`;
    const last = lines.at(-1);
    if (last !== undefined && last.length + text.length < 84) lines[lines.length - 1] = `${last}, ${text}`;
    else lines.push(text);
  }
  return lines;
}

function nextSteps({ apps, changes, isDryRun }: UnpackResult): string {
  const [first] = apps;
  if (first === undefined || isDryRun || changes.length === 0) return '';
  const { app, directory, lock } = first;
  const secrets = Object.keys(lock.secrets);
  const steps = [
    `infra build ${directory}`,
    `git add infra/${app} ${directory} && git commit -m "Unpack ${[app, lock.upstream.version ?? ''].join(' ').trim()}"`,
    ...(secrets.length === 0
      ? []
      : [`create what was left out, once for each cluster: ${secrets.join(', ')}`]),
  ];
  return `\n${steps.map((step, index) => row(index === 0 ? 'next' : '', step)).join('')}`;
}

function count(number: number, noun: string): string {
  return `${number} ${number === 1 ? noun : `${noun}s`}`;
}
