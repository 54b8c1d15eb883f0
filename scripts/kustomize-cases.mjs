// node scripts/kustomize-cases.mjs [--check] [filter]
// Runs the real kustomize on the cases of test/kustomize/cases and records what it does in them; with --check, only compares.
// The filter is a part of the path. Exit code 1 where a record differs (--check). The word HELM in a command stands for the real helm.
import { spawnSync } from 'node:child_process';
import {
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  realpathSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { parseCase, printCase } from './kustomize/case-file.mjs';
import { findTool } from './oracles/tools.mjs';

const directory = fileURLToPath(new URL('../test/kustomize/cases', import.meta.url));
const { values: flags, positionals } = parseArgs({
  options: { check: { type: 'boolean', default: false } },
  allowPositionals: true,
});
const kustomize = requireTool();

const helm = findTool('helm', '4.2.4');

const filter = positionals[0] ?? '';
for (const name of readdirSync(directory, { recursive: true, encoding: 'utf8' }).sort()) {
  if (name.endsWith('.txt') && name.includes(filter)) record(name);
}

function requireTool() {
  const path = findTool('kustomize', '5.8.1');
  if (path === undefined) throw new Error('kustomize 5.8.1 is not built: npm run oracles');
  return path;
}

/** @param {string} name */
function record(name) {
  const path = join(directory, name);
  const text = readFileSync(path, 'utf8');
  const caseFile = parseCase(text);
  const results = runCase(caseFile);
  // Kustomize words some refusals anew each time: that it refuses is what counts.
  if (caseFile.sections.has('refused') && results.get('refused') !== undefined) return;
  const after = printCase(caseFile, results);
  if (after === text) return;
  console.log(`${flags.check ? 'differs' : 'recorded'}: ${name}`);
  if (flags.check) process.exitCode = 1;
  else writeFileSync(path, after);
}

/**
 * @param {import('./kustomize/case-file.mjs').CaseFile} caseFile
 * @returns {Map<string, string | undefined>}
 */
function runCase(caseFile) {
  const root = realpathSync(mkdtempSync(join(tmpdir(), 'kustomize-case-')));
  try {
    writeTree(root, caseFile);
    const { status, stdout, stderr } = spawnSync(kustomize, commandLine(caseFile), {
      cwd: root,
      encoding: 'utf8',
      maxBuffer: 2 ** 28,
    });
    const told = withoutPlaces(stderr, root);
    if (status === 0) {
      return new Map([
        ['output', stdout],
        ['stderr', told === '' ? undefined : told],
        ['refused', undefined],
        ['error', undefined],
      ]);
    }
    return new Map([
      ['output', undefined],
      ['stderr', undefined],
      ['refused', told],
    ]);
  } finally {
    rmSync(root, { recursive: true });
  }
}

/** @param {import('./kustomize/case-file.mjs').CaseFile} caseFile @returns {string[]} */
function commandLine({ command }) {
  if (!command.includes('HELM')) return command;
  if (helm === undefined) throw new Error('helm 4.2.4 is not built: npm run oracles');
  return command.map((word) => (word === 'HELM' ? helm : word));
}

/** Takes what differs from run to run, and from machine to machine, out of a message. @param {string} text @param {string} root */
function withoutPlaces(text, root) {
  const told = text
    .replaceAll(root, '<root>')
    .replaceAll(/\/[^\s'=]*\/kustomize-helm-\d+/g, '<temporary>')
    .replaceAll(/\b0x[0-9a-f]{8,}\b/g, '<pointer>')
    .replace(/^(panic: .*)\n[^]*/m, '$1\n')
    .replaceAll(/^\d{4}\/\d\d\/\d\d \d\d:\d\d:\d\d /gm, '');
  return helm === undefined ? told : told.replaceAll(helm, 'HELM');
}

/** @param {string} root @param {import('./kustomize/case-file.mjs').CaseFile} caseFile */
function writeTree(root, { files, links }) {
  for (const [path, content] of files) {
    mkdirSync(dirname(join(root, path)), { recursive: true });
    writeFileSync(join(root, path), content);
  }
  for (const [path, target] of links) {
    mkdirSync(dirname(join(root, path)), { recursive: true });
    symlinkSync(target, join(root, path));
  }
}
