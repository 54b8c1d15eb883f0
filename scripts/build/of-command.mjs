// What of the program the bundle of one command holds.
const COMMAND = /[\\/]src[\\/]cli[\\/](\w+)-command\.ts$/;

/**
 * What is imported on demand although every run of a command needs it, so that other commands do without: what the command
 * does, and what it tells of it.
 */
const OWN = /[\\/](?:commands|cli)[\\/](\w+?)(?:-report)?\.ts$/;
/** The same, of modules that several commands use. */
const ALWAYS =
  /[\\/]src[\\/](?:commands[\\/](?:run-builds|fetch-dependencies)|helm[\\/]schema|source[\\/]fetch-chart)\.ts$/;

/**
 * @param {string} [command] undefined for the whole program
 * @returns {{
 *   isPart: (path: string) => boolean,
 *   isAlways: (path: string) => boolean,
 *   plugin: import('esbuild').Plugin,
 * }} whether what a file imports on demand belongs to it; whether each of its runs needs a module that is imported on demand;
 *   and a plugin that leaves out what other commands import on demand
 */
export function ofCommand(command) {
  /** @param {string} path */
  const isPart = (path) => command === undefined || (COMMAND.exec(path)?.[1] ?? command) === command;
  return {
    isPart,
    isAlways: (path) => {
      // Without a command there is nothing to do but to explain.
      if (command === undefined) return /[\\/]cli[\\/]commander-program\.ts$/.test(path);
      return OWN.exec(path)?.[1] === command || ALWAYS.test(path);
    },
    plugin: {
      name: 'of-command',
      setup(builder) {
        builder.onResolve({ filter: /^\./ }, ({ kind, importer }) =>
          kind === 'dynamic-import' && !isPart(importer)
            ? { path: 'never-run', namespace: 'never-run' }
            : undefined,
        );
        builder.onLoad({ filter: /.*/, namespace: 'never-run' }, () => ({ contents: 'module.exports = {}' }));
      },
    },
  };
}
