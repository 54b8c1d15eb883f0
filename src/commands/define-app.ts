import type { GoMap } from '../gotemplate/value.ts';
import { mergeValueOptions } from '../helm/values.ts';
import { InfraError } from '../lib/error.ts';
import { isSameSource, readAppYaml, type AppYaml, type Upstream } from '../project/app-yaml.ts';
import { editAppYaml } from '../project/edit-app-yaml.ts';
import { editYaml } from '../project/edit-yaml.ts';
import { appPaths, type AppFiles } from '../project/repository.ts';
import type { CommandIo } from './io.ts';
import { profileFor, readInput } from './render-choices.ts';
import type { UnpackOptions } from './unpack-options.ts';
import { isPath, type Asked } from './upstream-of.ts';
import { valuesAsData } from './values-as-data.ts';

/** An app with what a person chose for it: what its files are to say, and what that means. */
export interface AppDefinition {
  readonly app: string;
  readonly yaml: AppYaml;
  /** of app.yaml */
  readonly text: string;
  readonly values: GoMap;
  /** of values.yaml; undefined where there is nothing to say */
  readonly valuesText: string | undefined;
  readonly release: string;
  readonly namespace: string;
}

/**
 * The definition of an app: its files, or those it is copied from, with the flags written into them. What is rendered is
 * read from these texts, so that the repository alone gives the same base. Throws InfraError.
 */
export function defineApp(
  files: AppFiles,
  asked: Asked,
  options: UnpackOptions,
  io: CommandIo,
): AppDefinition {
  const { app } = files;
  const path = appPaths(app).definition;
  const present = files.definitionText ?? asked.packed?.definitionText;
  const before = present === undefined ? undefined : readAppYaml(present, path);
  const upstream = upstreamFor(app, before?.upstream, asked.upstream, options);
  const { release, namespace, helmVersion, kubeVersion, apiVersions, skipSchemaValidation } = options;
  const text = editAppYaml(present, app, {
    ...(upstream && { upstream }),
    ...(release !== undefined && { release }),
    ...(namespace !== undefined && { namespace }),
    ...(helmVersion !== undefined && { helmVersion: profileFor(helmVersion).version }),
    ...(kubeVersion !== undefined && { kubeVersion }),
    ...(apiVersions !== undefined && { apiVersions }),
    ...(skipSchemaValidation !== undefined && { skipSchemaValidation }),
  });
  const yaml = readAppYaml(text, path);
  const valuesText = valuesTextFor(files, asked, options, yaml, io);
  const name = appPaths(app).values;
  const profile = profileFor(yaml.helmVersion ?? '4.2');
  const own = valuesText === undefined ? [] : [{ name, text: valuesText }];
  const values = mergeValueOptions({ files: own }, () => '', profile);
  return {
    app,
    yaml,
    text,
    values,
    valuesText,
    release: yaml.release ?? app,
    namespace: yaml.namespace ?? app,
  };
}

/** What is to stand under `upstream`, undefined where it stays. */
function upstreamFor(
  app: string,
  before: Upstream | undefined,
  asked: Upstream | undefined,
  { version }: UnpackOptions,
): Upstream | undefined {
  if (asked === undefined || before === undefined || isSameSource(asked, before))
    return version === undefined
      ? before === undefined
        ? asked
        : undefined
      : { ...(before ?? asked), version };
  const bothPaths = before.chart !== undefined && isPath(before.chart) && isPath(asked.chart ?? '');
  if (bothPaths && before.repository === undefined)
    return { ...asked, ...(version !== undefined && { version }) };
  throw new InfraError('USAGE', `infra/${app} comes from ${sourceIn(before)}, not from ${sourceIn(asked)}`, {
    location: { file: appPaths(app).definition },
    hint: 'give the other one a name of its own with --app, or change the upstream in app.yaml',
  });
}

function sourceIn({ chart, manifests, kustomization }: Upstream): string {
  return chart ?? manifests ?? kustomization ?? '';
}

const VALUE_FLAGS = ['values', 'set', 'setString', 'setJson', 'setFile', 'setLiteral'] as const;

/** values.yaml with the values of flags merged in; a values file that is the first becomes it, comments and all. */
function valuesTextFor(
  files: AppFiles,
  asked: Asked,
  options: UnpackOptions,
  yaml: AppYaml,
  io: CommandIo,
): string | undefined {
  const present =
    files.definitionText === undefined ? (asked.packed?.valuesText ?? files.valuesText) : files.valuesText;
  if (!VALUE_FLAGS.some((flag) => (options[flag] ?? []).length > 0)) return present;
  const profile = profileFor(yaml.helmVersion ?? '4.2');
  const name = appPaths(files.app).values;
  const own = present === undefined ? [] : [{ name, text: present }];
  const contents = new Map<string, Uint8Array | string>();
  const read = (path: string): Uint8Array | string => {
    const content = contents.get(path) ?? readInput(path, io);
    contents.set(path, content);
    return content;
  };
  const wanted = mergeValueOptions({ ...options, files: own }, read, profile);
  const [first] = options.values ?? [];
  const start = present ?? (first === undefined ? '' : textOf(read(first)));
  return editYaml(start, valuesAsData(wanted), name);
}

function textOf(content: Uint8Array | string): string {
  return typeof content === 'string' ? content : new TextDecoder().decode(content);
}
