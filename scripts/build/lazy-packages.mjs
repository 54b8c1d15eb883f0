// An esbuild plugin: packages that the engine imports are set up when something of them is first used, not when the program
// starts. Our modules import them plainly; in the bundle each imported name is a stand-in that loads the package on its
// first call, property or construction. Saves 20 ms of tables that most renders never touch.

/**
 * @param {RegExp} importers files whose imports of packages become lazy
 * @returns {import('esbuild').Plugin}
 */
export function lazyPackages(importers) {
  return {
    name: 'lazy-packages',
    setup(builder) {
      builder.onResolve({ filter: /^[^./]/ }, ({ path, importer, kind }) => {
        const isLazy = kind === 'import-statement' && importers.test(importer) && !path.startsWith('node:');
        return isLazy ? { path, namespace: 'lazy' } : undefined;
      });
      builder.onLoad({ filter: /.*/, namespace: 'lazy' }, async ({ path }) => ({
        contents: standIns(path, Object.keys(await import(path))),
        resolveDir: process.cwd(),
      }));
    },
  };
}

/**
 * A module with a stand-in for each export of a package.
 * @param {string} name
 * @param {string[]} exported
 */
function standIns(name, exported) {
  const lines = exported
    .filter((each) => each !== 'default' && each !== 'module.exports')
    .map(
      (each) =>
        `export const ${each} = /* @__PURE__ */ standIn(() => (loaded ??= require(${JSON.stringify(name)})).${each});`,
    );
  return `
let loaded;
function standIn(get) {
  return new Proxy(function () {}, {
    apply: (_, self, words) => Reflect.apply(get(), self, words),
    construct: (_, words) => Reflect.construct(get(), words),
    get: (_, key) => get()[key],
    has: (_, key) => key in get(),
  });
}
${lines.join('\n')}
`;
}
