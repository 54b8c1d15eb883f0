// An esbuild plugin: packages that the engine imports are loaded when something of them is first used, not when the program
// starts. Our modules import them plainly; in the bundle each imported name is a stand-in that loads the package, from a file
// of its own beside the bundle, on its first call, property or construction. Most renders need none of them, and what a
// bundle holds costs time at each start even if it never runs.

/** Where the files of packages are, from the bundle. */
export const PACKAGES = './packages/';

/**
 * @param {RegExp} importers files whose imports of packages become lazy
 * @param {Set<string>} found is told the packages
 * @returns {import('esbuild').Plugin}
 */
export function lazyPackages(importers, found) {
  return {
    name: 'lazy-packages',
    setup(builder) {
      builder.onResolve({ filter: /^[^./]/ }, ({ path, importer, kind }) => {
        const isImport = kind === 'import-statement' || kind === 'dynamic-import';
        const isLazy = isImport && importers.test(importer) && !path.startsWith('node:');
        return isLazy ? { path, namespace: 'lazy' } : undefined;
      });
      builder.onLoad({ filter: /.*/, namespace: 'lazy' }, async ({ path }) => {
        found.add(path);
        return { contents: standIns(path, Object.keys(await import(path))) };
      });
      builder.onResolve({ filter: /.*/, namespace: 'lazy' }, ({ path }) => ({ path, external: true }));
    },
  };
}

/**
 * The file of a package, from the bundle.
 * @param {string} name
 */
export function packageFile(name) {
  return `${PACKAGES}${name.replace(/\.js$/, '').replace(/\W+/g, '-').replace(/^-/, '')}.cjs`;
}

/**
 * A module with a stand-in for each export of a package.
 * @param {string} name
 * @param {string[]} exported
 */
function standIns(name, exported) {
  const file = JSON.stringify(packageFile(name));
  const lines = exported
    .filter((each) => each !== 'default' && each !== 'module.exports')
    .map(
      (each) =>
        `export const ${each} = /* @__PURE__ */ standIn(() => (loaded ??= require(${file})).${each});`,
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
