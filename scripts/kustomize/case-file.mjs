// The one-file form of a case in test/kustomize/cases: a comment, then sections that begin with `-- name --`.
// Sections are files of the tree, but for `command` (arguments, default `build .`), and what the real kustomize did with it:
// `output`, `stderr`, `refused`. `error` is what we say to a refused tree.
// A name may end in ` (base64)`, ` (no newline)` (the last line end is not part of the file), or read `link -> target`.

const SECTION = /^-- (.+) --$/;
const RESULTS = new Set(['command', 'output', 'stderr', 'refused', 'error']);

/**
 * @typedef {object} CaseFile
 * @property {string} comment
 * @property {string[]} command arguments of kustomize; the tree is its working directory
 * @property {Map<string, Uint8Array>} files
 * @property {Map<string, string>} links path to target
 * @property {Map<string, string>} sections every section by its name, as written, in order
 */

/** @param {string} text @returns {CaseFile} */
export function parseCase(text) {
  /** @type {Map<string, string>} */
  const sections = new Map();
  let comment = '';
  /** @type {string | undefined} */
  let name;
  /** @type {string[]} */
  let lines = [];
  const finish = () => {
    const body = lines.map((line) => `${line}\n`).join('');
    if (name === undefined) comment = body;
    else if (sections.has(name)) throw new Error(`section ${name} occurs twice`);
    else sections.set(name, body);
    lines = [];
  };
  for (const line of text.replace(/\n$/, '').split('\n')) {
    const match = SECTION.exec(line);
    if (match === null) {
      lines.push(line);
      continue;
    }
    finish();
    name = match[1];
  }
  finish();
  return { comment, command: commandOf(sections), ...treeOf(sections), sections };
}

/** @param {Map<string, string>} sections */
function commandOf(sections) {
  return (sections.get('command') ?? 'build .').trim().split(/\s+/);
}

/** @param {Map<string, string>} sections */
function treeOf(sections) {
  /** @type {Map<string, Uint8Array>} */
  const files = new Map();
  /** @type {Map<string, string>} */
  const links = new Map();
  for (const [name, body] of sections) {
    if (RESULTS.has(name)) continue;
    const link = /^(.+) -> (.+)$/.exec(name);
    if (link?.[1] !== undefined && link[2] !== undefined) links.set(link[1], link[2]);
    else if (name.endsWith(' (base64)')) {
      files.set(name.slice(0, -' (base64)'.length), new Uint8Array(Buffer.from(body, 'base64')));
    } else if (name.endsWith(' (no newline)')) {
      files.set(name.slice(0, -' (no newline)'.length), new TextEncoder().encode(body.replace(/\n$/, '')));
    } else files.set(name, new TextEncoder().encode(body));
  }
  return { files, links };
}

/** @param {CaseFile} caseFile @param {Map<string, string | undefined>} results sections to set, or to take away @returns {string} */
export function printCase({ comment, sections }, results) {
  const all = new Map([...sections, ...results]);
  const parts = [...all].filter(([, body]) => body !== undefined);
  /** @param {string} name */
  const last = (name) => (RESULTS.has(name) && name !== 'command' ? 1 : 0);
  parts.sort(([a], [b]) => last(a) - last(b));
  return (
    comment +
    parts
      .map(([name, body = '']) => `-- ${name} --\n${body === '' || body.endsWith('\n') ? body : `${body}\n`}`)
      .join('')
  );
}
