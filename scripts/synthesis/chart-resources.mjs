import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/** @typedef {import('./engine.mjs').Engine} Engine */
/** @typedef {{ origin: string, text: string, root: import('../../src/k8s/node.ts').Mapping }} ChartResource */

/**
 * The resources of the bases of every chart in a directory, made in memory; a chart that does not render is left out.
 * @param {string} directory @param {string} filter @param {Engine} engine @returns {Promise<ChartResource[]>}
 */
export async function chartResources(directory, filter, engine) {
  /** @type {ChartResource[]} */
  const resources = [];
  const archives = readdirSync(directory).filter((name) => name.endsWith('.tgz') && name.includes(filter));
  for (const name of archives.sort()) {
    try {
      resources.push(...(await resourcesOf(join(directory, name), engine)));
    } catch (error) {
      console.log(`${name} left out: ${/** @type {Error} */ (error).message.split('\n')[0]}`);
    }
  }
  return resources;
}

/** @param {string} archive @param {Engine} engine */
async function resourcesOf(archive, engine) {
  const { loadChart, readArchive, renderChart, makeBase, DEFAULT_POLICIES, HELM_4, nodeEnvironment } = engine;
  const chart = loadChart(readArchive(readFileSync(archive), archive), { readArchive, profile: HELM_4 });
  const environment = nodeEnvironment();
  const options = {
    releaseName: 'release',
    namespace: 'space',
    values: new Map(),
    environment,
    includeCrds: true,
  };
  const rendered = await renderChart(chart, options);
  const base = makeBase({ rendered, namespace: 'space', policies: DEFAULT_POLICIES });
  return base.resources.flatMap(({ file }) => {
    const text = /** @type {string} */ (base.files.get(file));
    return engine
      .parseResources(text, file)
      .map(({ root }) => ({ origin: `${archive} ${file}`, text, root }));
  });
}
