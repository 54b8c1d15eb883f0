// What of the program the bundle of one command holds.
const COMMAND = /[\\/]src[\\/]cli[\\/](\w+)-command\.ts$/;

/**
 * What is imported on demand although every run of a command needs it, so that other commands do without: its definition, what
 * it does, and what it tells of it.
 */
const OWN = /[\\/](?:commands|cli)[\\/](\w+?)(?:-command|-report)?\.ts$/;
/** The same, of modules that several commands use. */
const ALWAYS =
  /[\\/]src[\\/](?:commands[\\/](?:run-builds|fetch-dependencies)|helm[\\/]schema|source[\\/]fetch-chart)\.ts$/;

/** The commands that render a chart and do little else, and what of it few charts and command lines call. */
const RENDERS = ['template', 'unpack'];
const LATER = new RegExp(
  `[\\\\/]src[\\\\/](?:${[
    'cli/csv',
    'commands/(?:locked-dependencies|open-manifests|satisfies-version|values-as-data)',
    'gotemplate/(?:deep-equal|escape|format-directives)',
    'helm/(?:glob|ignore|json-kind|loaded-files|template-error)',
    'helm/funcs/(?:aes|base32|byte-text|certificates|certificate-\\w+|dates|decimal|network|password|paths)',
    'helm/funcs/(?:time-zone-names|toml-functions|urls|word-case)',
    'helm/schema/(?:formats|metaschemas)',
    'k8s/yaml/(?:compose|go-float|kept-end|read-full|refold|split-documents|write-pretty)',
    'lib/(?:near-names|pem|url-secrets)',
    'project/(?:bounds|check-lock|edit-yaml|retired)',
    'source/(?:directory|http-answer|http-file|local-dependency|mirror|oci-reference|oci-registry|values-file)',
    'system/time-zone',
  ]
    .join('|')
    .replaceAll('/', '[\\\\/]')})\\.ts$`,
);

/**
 * @param {string} [command] undefined for the whole program
 * @returns {import('./on-demand.mjs').Parts & { plugin: import('esbuild').Plugin }} what of the program the command's bundle
 *   holds, and a plugin that leaves out what other commands import on demand
 */
export function ofCommand(command) {
  /** @param {string} path */
  const isPart = (path) => command === undefined || (COMMAND.exec(path)?.[1] ?? command) === command;
  return {
    isPart,
    isLater: (path) => command !== undefined && RENDERS.includes(command) && LATER.test(path),
    isAlways: (path) => {
      // Without a command there is nothing to do but to explain.
      if (command === undefined) return /[\\/]cli[\\/](?:commander-program|\w+-command)\.ts$/.test(path);
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
