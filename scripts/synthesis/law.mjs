// One case of the law: what patches make of a resource is what they were made for.
import { randomFrom, randomlyEdited } from './edits.mjs';

/** @typedef {import('./engine.mjs').LawEngine} Engine */
/** @typedef {import('./chart-resources.mjs').ChartResource} ChartResource */
/** @typedef {import('../../src/k8s/node.ts').Mapping} Mapping */
/** @typedef {Map<string, string>} Files */
/** @typedef {{ files: Files, wanted: string }} Tree */
/** @typedef {{ kind: 'held' | 'failed' | 'impossible', detail: string, trees: Tree[] }} Verdict */

/**
 * Edits a resource, makes patches of that, edits it again and joins that to the patches; each time the whole engine builds the
 * files. Impossible are edits of which Kustomize makes nothing, or that no patch can make.
 * @param {ChartResource} resource @param {number} seed @param {Engine} engine @returns {Promise<Verdict>}
 */
export async function tryLaw({ root, text }, seed, engine) {
  const random = randomFrom(seed);
  /** @type {Tree[]} */
  const trees = [];
  /** @type {(detail: string, kind?: Verdict['kind']) => Verdict} */
  const verdict = (detail, kind = 'failed') => ({ kind, detail, trees });
  const schema = engine.builtInSchema();
  /** @type {import('../../src/overlay/patch-files.ts').PatchFiles} */
  let files = { strategic: undefined, operations: undefined };
  let after = root;
  for (const step of ['synthesize', 'join']) {
    after = randomlyEdited(after, random, (tag, value) => new engine.Scalar(tag, value));
    const wanted = await builtAsBase(after, engine);
    if (wanted === undefined) return verdict('it cannot be built', 'impossible');
    try {
      const present = engine.readPair(files.strategic, files.operations);
      const pair =
        step === 'join'
          ? engine.joinPair(root, present, after, schema)
          : engine.synthesize(root, after, schema);
      files = engine.writePair(pair, files);
      const tree = treeOf(text, root, files);
      const built = await engine.buildFiles(tree, '/overlay');
      trees.push({ files: tree, wanted: built.text });
      const kept = wanted.replace(/^ {2}annotations: (?:null|\{\})\n/m, '');
      if (built.text !== wanted && built.text !== kept)
        return verdict(`${step}: ${difference(wanted, built.text)}`);
    } catch (error) {
      const { message, stack } = /** @type {Error} */ (error);
      if (/^no patch makes this/.test(message)) return verdict(message, 'impossible');
      return verdict(`${step}: ${error instanceof engine.InfraError ? message : stack}`);
    }
  }
  return verdict('', 'held');
}

/** What is built where a base has it already; undefined where Kustomize refuses it. @param {Mapping} root @param {Engine} engine */
async function builtAsBase(root, engine) {
  try {
    const files = treeOf(engine.printResource(root), root, { strategic: undefined, operations: undefined });
    return (await engine.buildFiles(files, '/overlay')).text;
  } catch {
    return undefined;
  }
}

/** @param {string} text @param {Mapping} root @param {import('../../src/overlay/patch-files.ts').PatchFiles} patches @returns {Files} */
function treeOf(text, root, { strategic, operations }) {
  const files = new Map([
    ['base/kustomization.yaml', 'resources:\n- resource.yaml\n'],
    ['base/resource.yaml', text],
  ]);
  let overlay = 'resources:\n- ../base\n';
  if (strategic !== undefined || operations !== undefined) overlay += 'patches:\n';
  if (strategic !== undefined) {
    overlay += '- path: strategic.yaml\n';
    files.set('overlay/strategic.yaml', strategic);
  }
  if (operations !== undefined) {
    overlay += `- path: operations.yaml\n  target:\n    kind: ${JSON.stringify(root.get('kind'))}\n`;
    files.set('overlay/operations.yaml', operations);
  }
  return files.set('overlay/kustomization.yaml', overlay);
}

/** @param {string} wanted @param {string} built */
function difference(wanted, built) {
  const [left, right] = [wanted.split('\n'), built.split('\n')];
  const index = left.findIndex((line, at) => line !== right[at]);
  const at = index === -1 ? left.length : index;
  return `line ${at + 1}: ${JSON.stringify(left[at])} wanted, ${JSON.stringify(right[at])} built`;
}
