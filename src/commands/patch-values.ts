import { HELM_4 } from '../helm/profile.ts';
import { mergeValueOptions } from '../helm/values.ts';
import { editYaml } from '../project/edit-yaml.ts';
import type { PatchOptions } from './patch-options.ts';
import { valuesAsData } from './values-as-data.ts';

/** The text of a target's values.yaml with the values of flags merged in. Throws InfraError VALUES. */
export function withTargetValues(
  present: string,
  path: string,
  { values = [], setValue = [] }: PatchOptions,
  read: (path: string) => string,
): string {
  const files = present === '' ? [] : [{ name: path, text: present }];
  const wanted = mergeValueOptions({ files, values, set: setValue }, read, HELM_4);
  const start = present === '' && values[0] !== undefined ? read(values[0]) : present;
  return editYaml(start, valuesAsData(wanted), path);
}
