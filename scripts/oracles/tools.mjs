// The real tools that conformance is measured against: which, where they are kept, how they are built.
import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { homedir } from 'node:os';

/**
 * @typedef {object} Tool
 * @property {string} name
 * @property {string} version
 * @property {string} module the Go package to install
 * @property {string[]} variables what the linker sets; without them helm believes in another Kubernetes
 * @property {string} answer what `<tool> version` has to contain
 * @property {string[]} versionCommand
 */

const HELM_3_CAPABILITIES = 'helm.sh/helm/v3/pkg/chartutil';

/** @type {readonly Tool[]} */
export const TOOLS = [
  {
    name: 'helm',
    version: '4.2.4',
    module: 'helm.sh/helm/v4/cmd/helm@v4.2.4',
    variables: ['helm.sh/helm/v4/internal/version.version=v4.2.4'],
    answer: 'v4.2.4',
    versionCommand: ['version', '--short'],
  },
  {
    name: 'helm',
    version: '3.19.5',
    module: 'helm.sh/helm/v3/cmd/helm@v3.19.5',
    variables: [
      'helm.sh/helm/v3/internal/version.version=v3.19.5',
      `${HELM_3_CAPABILITIES}.k8sVersionMajor=1`,
      `${HELM_3_CAPABILITIES}.k8sVersionMinor=34`,
    ],
    answer: 'v3.19.5',
    versionCommand: ['version', '--short'],
  },
  {
    name: 'kustomize',
    version: '5.8.1',
    module: 'sigs.k8s.io/kustomize/kustomize/v5@v5.8.1',
    variables: [],
    answer: 'v5.8.1',
    versionCommand: ['version'],
  },
];

/** Where binaries and their answers are kept, outside the tree. */
export function cacheDirectory() {
  return `${process.env['XDG_CACHE_HOME'] || `${homedir()}/.cache`}/infra`;
}

/** @param {Tool} tool */
export function toolDirectory(tool) {
  return `${cacheDirectory()}/oracles/${tool.name}-${tool.version}`;
}

/** @param {Tool} tool */
export function toolPath(tool) {
  return `${toolDirectory(tool)}/${tool.name}`;
}

/**
 * The path of a built tool, or undefined when it is not there.
 * @param {string} name
 * @param {string} version
 */
export function findTool(name, version) {
  const tool = TOOLS.find((each) => each.name === name && each.version === version);
  return tool !== undefined && isBuilt(tool) ? toolPath(tool) : undefined;
}

/** @param {Tool} tool */
export function isBuilt(tool) {
  if (!existsSync(toolPath(tool))) return false;
  try {
    return execFileSync(toolPath(tool), tool.versionCommand, { encoding: 'utf8' }).includes(tool.answer);
  } catch {
    return false;
  }
}
