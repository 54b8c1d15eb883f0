// Whether what the API server holds is what was built. The server adds its defaults, leaves out what is empty, and writes
// quantities its own way; all else has to be the same.

/**
 * The fields that were built and are not there, one line each: path, what was built, what is there.
 * @param {unknown} built
 * @param {unknown} live
 * @param {string} [path]
 * @returns {string[]}
 */
export function missingFields(built, live, path = '') {
  if (live === undefined && isEmpty(built)) return [];
  if (Array.isArray(built) && Array.isArray(live) && built.length === live.length)
    return built.flatMap((each, index) => missingFields(each, live[index], `${path}[${index}]`));
  if (isMapping(built) && isMapping(live)) {
    return Object.entries(built).flatMap(([key, value]) => missingFields(value, live[key], `${path}.${key}`));
  }
  if (Object.is(built, live) || (isQuantity(path) && isSameQuantity(built, live))) return [];
  return [`${path}: built ${JSON.stringify(built)}, there is ${JSON.stringify(live)}`];
}

/**
 * A word for each object that says which it is: `StatefulSet.apps/ci/jenkins`.
 * @param {any} object
 */
export function identity({ apiVersion, kind, metadata: { name, namespace } }) {
  const group = apiVersion.includes('/') ? `.${apiVersion.split('/')[0]}` : '';
  return `${kind}${group}/${namespace === undefined ? '' : `${namespace}/`}${name}`;
}

/** Zero values of Go, which are left out where they are sent back. @param {unknown} value */
function isEmpty(value) {
  if (typeof value === 'object') return value === null || Object.values(value).every(isEmpty);
  return value === '' || value === 0 || value === false;
}

/** @type {(value: unknown) => value is Record<string, unknown>} */
function isMapping(value) {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** Fields of resources: requests and limits, sizes of volumes. @param {string} path */
function isQuantity(path) {
  return /\.(?:requests|limits|capacity|hard)\.[^.]+$|\.(?:sizeLimit|divisor)$/.test(path);
}

/** @type {(built: unknown, live: unknown) => boolean} */
function isSameQuantity(built, live) {
  const amount = amountOf(built);
  return amount !== undefined && amount === amountOf(live);
}

/** What the suffixes of quantities stand for. */
const FACTORS = new Map([
  ...['', 'k', 'M', 'G', 'T', 'P', 'E'].map(
    (suffix, power) => /** @type {const} */ ([suffix, 1000 ** power]),
  ),
  ...['Ki', 'Mi', 'Gi', 'Ti', 'Pi', 'Ei'].map(
    (suffix, power) => /** @type {const} */ ([suffix, 1024 ** (power + 1)]),
  ),
  ['m', 1e-3],
]);

/** @param {unknown} quantity */
function amountOf(quantity) {
  const [, number, suffix = ''] = /^([-+]?[\d.]+(?:e\d+)?)([A-Za-z]*)$/.exec(String(quantity)) ?? [];
  const factor = FACTORS.get(suffix);
  return number === undefined || factor === undefined ? undefined : Number(number) * factor;
}
