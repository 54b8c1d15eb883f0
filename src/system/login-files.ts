/**
 * The files in which `helm registry login` and `docker login` (or podman's) keep logins for registries, the first to ask first;
 * they need not exist. Where they are is what these tools document, with their variables.
 */
export function loginFiles(): string[] {
  const { HELM_REGISTRY_CONFIG, DOCKER_CONFIG, HOME } = process.env;
  const files = HELM_REGISTRY_CONFIG ? [HELM_REGISTRY_CONFIG] : [];
  const helm = helmConfigHome();
  if (files.length === 0 && helm !== undefined) files.push(`${helm}/registry/config.json`);
  const docker = DOCKER_CONFIG || (HOME && `${HOME}/.docker`);
  return docker ? [...files, `${docker}/config.json`] : files;
}

function helmConfigHome(): string | undefined {
  const { HELM_CONFIG_HOME, XDG_CONFIG_HOME, HOME } = process.env;
  if (HELM_CONFIG_HOME) return HELM_CONFIG_HOME;
  if (XDG_CONFIG_HOME) return `${XDG_CONFIG_HOME}/helm`;
  if (!HOME) return undefined;
  return process.platform === 'darwin' ? `${HOME}/Library/Preferences/helm` : `${HOME}/.config/helm`;
}
