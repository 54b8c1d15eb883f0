import type { FieldSpec, NameReference } from './field-spec.ts';
import type { Gvk } from './gvk.ts';
import { FIELD_SPECS, NAME_REFERENCES } from './tables/field-specs.ts';
import { makeConfig, sortConfig, type TransformerConfig } from './transformer-config.ts';

let known: TransformerConfig | undefined;

/** The field specs that are in force without any configuration; always the same object. */
export function defaultConfig(): TransformerConfig {
  return (known ??= sortConfig(
    makeConfig((name) => linesOf(FIELD_SPECS[name]).map(parseFieldSpec), parseReferences()),
  ));
}

function linesOf(text: string): readonly string[] {
  return text.split('\n').filter((line) => line !== '');
}

function parseFieldSpec(line: string): FieldSpec {
  const [kind = '', group = '', version = '', create = '', path = ''] = line.split(',');
  return { group, version, kind, path, create: create !== '' };
}

function parseReferences(): readonly NameReference[] {
  const references: (Gvk & { fieldSpecs: FieldSpec[] })[] = [];
  for (const line of linesOf(NAME_REFERENCES)) {
    if (line.startsWith(' ')) references.at(-1)!.fieldSpecs.push(parseFieldSpec(line.slice(1)));
    else {
      const [kind = '', group = '', version = ''] = line.split(',');
      references.push({ group, version, kind, fieldSpecs: [] });
    }
  }
  return references;
}
