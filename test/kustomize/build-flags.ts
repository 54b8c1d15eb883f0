import { parseArgs } from 'node:util';
import type { BuildOptions } from '../../src/kustomize/session.ts';

/** The options that a command line of kustomize asks for, as far as cases use them. */
export function optionsOf(command: readonly string[]): { path: string; options: Partial<BuildOptions> } {
  const { values, positionals } = parseArgs({
    args: command.slice(1),
    allowPositionals: true,
    options: {
      'load-restrictor': { type: 'string' },
      reorder: { type: 'string' },
      'enable-helm': { type: 'boolean', default: false },
      'helm-command': { type: 'string', default: 'helm' },
      'helm-api-versions': { type: 'string', multiple: true, default: [] },
      'helm-kube-version': { type: 'string', default: '' },
      'helm-debug': { type: 'boolean', default: false },
      'enable-alpha-plugins': { type: 'boolean', default: false },
      'enable-exec': { type: 'boolean', default: false },
      'enable-managedby-label': { type: 'boolean', default: false },
    },
  });
  const options = {
    loadRestrictor: values['load-restrictor'] as BuildOptions['loadRestrictor'] | undefined,
    reorder: values.reorder as BuildOptions['reorder'],
    enableHelm: values['enable-helm'],
    helmCommand: values['helm-command'],
    helmApiVersions: values['helm-api-versions'],
    helmKubeVersion: values['helm-kube-version'],
    helmDebug: values['helm-debug'],
    enableAlphaPlugins: values['enable-alpha-plugins'],
    enableExec: values['enable-exec'],
    addManagedByLabel: values['enable-managedby-label'],
  };
  const given = Object.entries(options).filter(([, value]) => value !== undefined);
  return { path: positionals[0] ?? '.', options: Object.fromEntries(given) };
}
