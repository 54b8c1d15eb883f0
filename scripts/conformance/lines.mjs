// Comparing two outputs line by line, with lines that may differ.

/**
 * Which lines of `first` some other text has differently. Texts of the same number of lines are compared line by line;
 * otherwise both are aligned by their longest common subsequence, and a line that has no partner counts.
 * @param {readonly string[]} first
 * @param {readonly (readonly string[])[]} others
 * @returns {Set<number>}
 */
export function varyingLines(first, others) {
  /** @type {Set<number>} */
  const varying = new Set();
  for (const other of others) for (const { index } of differences(first, other)) varying.add(index);
  return varying;
}

/**
 * @typedef {object} Difference
 * @property {number} index of a line of the first text; where lines were only added, of the one they stand before
 * @property {string | undefined} expected
 * @property {string | undefined} actual
 */

/**
 * @param {readonly string[]} first
 * @param {readonly string[]} second
 * @returns {Difference[]}
 */
export function differences(first, second) {
  if (first.length !== second.length) return alignedDifferences(first, second);
  /** @type {Difference[]} */
  const found = [];
  for (let index = 0; index < first.length; index++) {
    if (first[index] !== second[index]) found.push({ index, expected: first[index], actual: second[index] });
  }
  return found;
}

/** More than this many cells of a table are not worth it: everything between the equal ends counts as different. */
const MAX_CELLS = 4_000_000;

/**
 * @param {readonly string[]} first
 * @param {readonly string[]} second
 * @returns {Difference[]}
 */
function alignedDifferences(first, second) {
  let start = 0;
  while (start < Math.min(first.length, second.length) && first[start] === second[start]) start++;
  let tail = 0;
  const longest = Math.min(first.length, second.length) - start;
  while (tail < longest && first[first.length - 1 - tail] === second[second.length - 1 - tail]) tail++;
  const a = first.slice(start, first.length - tail);
  const b = second.slice(start, second.length - tail);
  if (a.length * b.length > MAX_CELLS)
    return a.map((line, at) => ({ index: start + at, expected: line, actual: b[at] }));
  return walkTable(a, b, start);
}

/**
 * @param {readonly string[]} a
 * @param {readonly string[]} b
 * @param {number} start
 */
function walkTable(a, b, start) {
  const width = b.length + 1;
  const table = new Uint32Array((a.length + 1) * width);
  /** @param {number} i @param {number} j */
  const cell = (i, j) => /** @type {number} */ (table[i * width + j]);
  for (let i = a.length - 1; i >= 0; i--) {
    for (let j = b.length - 1; j >= 0; j--) {
      table[i * width + j] =
        a[i] === b[j] ? cell(i + 1, j + 1) + 1 : Math.max(cell(i + 1, j), cell(i, j + 1));
    }
  }
  /** @type {Difference[]} */
  const found = [];
  let [i, j] = [0, 0];
  while (i < a.length || j < b.length) {
    if (i < a.length && j < b.length && a[i] === b[j]) [i, j] = [i + 1, j + 1];
    else if (j < b.length && (i === a.length || cell(i, j + 1) > cell(i + 1, j))) {
      found.push({ index: start + i, expected: undefined, actual: b[j++] });
    } else found.push({ index: start + i, expected: a[i++], actual: undefined });
  }
  return found;
}
