import { findTool } from '../oracles/tools.mjs';
import { askAgain, askTool } from './answers.mjs';
import { differences, varyingLines } from './lines.mjs';
import { tracedLines } from './own-renders.mjs';
import { runProcess } from './run-process.mjs';

/** @typedef {import('./cases.mjs').Case} Case */
/** @typedef {import('./run-process.mjs').Answer} Answer */

/**
 * @typedef {object} Verdict
 * @property {'equal' | 'refused' | 'different'} kind
 * @property {number} masked lines that may differ
 * @property {string} [detail] what differs
 */

/**
 * Runs one case through the real helm and through our program, and compares.
 * @param {Case} test
 * @param {string} infra path of our program
 * @returns {Promise<Verdict>}
 */
export async function compareCase(test, infra) {
  const program = /** @type {string} */ (findTool('helm', test.helmVersion));
  const request = { program, words: ['template', ...test.words], key: test.key };
  const theirs = await askTool(request);
  const ours = await runProcess(process.execPath, [
    infra,
    'template',
    ...test.words,
    '--helm-version',
    test.helmVersion,
  ]);
  if (theirs.status !== 0 || ours.status !== 0) return compareRefusals(theirs, ours);
  if (theirs.stdout === ours.stdout) return { kind: 'equal', masked: 0 };
  return await compareMasked(test, request, theirs.stdout, ours.stdout);
}

/**
 * @param {Answer} theirs
 * @param {Answer} ours
 * @returns {Verdict}
 */
function compareRefusals(theirs, ours) {
  if (theirs.status === 0) return different(`helm renders, we refuse: ${ours.stderr.trim()}`);
  if (ours.status === 0) return different(`we render, helm refuses: ${theirs.stderr.trim()}`);
  if (ours.status !== 2 || ours.stdout !== '')
    return different(`we ended with ${ours.status}: ${ours.stderr.trim()}`);
  const reason = reasonOf(theirs.stderr);
  if (squeeze(ours.stderr).includes(squeeze(reason))) return { kind: 'refused', masked: 0 };
  return different(`another reason\n    helm: ${reason}\n    ours: ${ours.stderr.trim()}`);
}

/** Helm's reason: what follows `Error:`, without its advice to use a flag. @param {string} stderr */
export function reasonOf(stderr) {
  const start = stderr.search(/^Error: /m);
  return stderr
    .slice(start < 0 ? 0 : start + 'Error: '.length)
    .replace(/\n\nUse --debug flag to render out invalid YAML\s*$/, '')
    .trim();
}

/** @param {string} text */
export function squeeze(text) {
  return text.replace(/\s+/g, ' ').trim();
}

/**
 * Equal but for lines that differ among runs of the real helm, or that our evaluator traces to a random or time call.
 * @param {Case} test
 * @param {{ program: string, words: readonly string[], key: string }} request
 * @param {string} theirs
 * @param {string} ours
 * @returns {Promise<Verdict>}
 */
async function compareMasked(test, request, theirs, ours) {
  const expected = theirs.split('\n');
  const varying = varyingLines(
    expected,
    (await askAgain(request)).map((each) => each.split('\n')),
  );
  let left = differences(expected, ours.split('\n')).filter(({ index }) => !varying.has(index));
  if (left.length === 0) return { kind: 'equal', masked: varying.size };
  const traced = await tracedLines(test, ours);
  left = left.filter(({ actual }) => actual === undefined || !traced.has(actual));
  if (left.length === 0) return { kind: 'equal', masked: Math.max(varying.size, traced.size) };
  const [first] = left;
  const lines = [
    `${left.length} lines, first at ${(first?.index ?? 0) + 1}`,
    `    helm: ${first?.expected ?? '(no such line)'}`,
    `    ours: ${first?.actual ?? '(no such line)'}`,
  ];
  return different(lines.join('\n'));
}

/** @param {string} detail @returns {Verdict} */
function different(detail) {
  return { kind: 'different', masked: 0, detail };
}
