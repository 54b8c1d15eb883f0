import { encodeJson } from '../k8s/json.ts';
import type { Plain } from '../k8s/plain.ts';
import { readYaml } from '../k8s/yaml/read.ts';
import type { NameInBase } from './base-identities.ts';
import { replaceParts } from './generated-parts.ts';
import type { FieldEdit, FrozenField, GeneratedFields } from './generated-values.ts';
import { withName } from './resource.ts';

/** A generated field and the value it has for good, as a lock keeps it. */
export interface FrozenValue extends FrozenField {
  /** what the next render knows the object by, whose name is generated */
  readonly place?: string;
  /** the generated pieces of a text, in their order; or, as one text, the JSON of a value that is no text or has no fixed form */
  readonly value: string | readonly string[];
}

type Freeze = Extract<FieldEdit, { action: 'freeze' }>;

/** Shorter pieces are equal by chance. */
const SHORTEST_COMMON = 4;

/** The values of all frozen fields: those of the lock where it has them, else those of the render. */
export class FrozenValues {
  readonly values: readonly FrozenValue[];
  /** by the identity of an object whose name is generated, the same with `*` for what of the name is */
  readonly masks = new Map<string, string>();
  readonly #results = new Map<FrozenField, Plain>();
  readonly #names = new Map<string, string>();
  readonly #nameInBase: NameInBase;

  constructor({ documents }: GeneratedFields, locked: readonly FrozenValue[], nameInBase: NameInBase) {
    this.#nameInBase = nameInBase;
    const edits = [...documents.values()]
      .flat()
      .flatMap((object) => object.edits.filter((edit) => edit.action === 'freeze'));
    const byField = new Map(locked.map((value) => [keyOf(value), value]));
    const known = edits.map((edit) => fitting(edit, byField.get(keyOf(this.#placed(edit.field)))));
    const common = commonPieces(edits, known);
    const values = edits.map((edit, index) => known[index] ?? renamed(rendered(edit), common));
    for (const [index, edit] of edits.entries()) {
      const result = resultOf(edit, values[index]!);
      this.#results.set(edit.field, result);
      if (isGeneratedName(edit.field)) this.#setName(edit, result);
    }
    this.values = edits.map(({ field }, index) => {
      const identity = this.identityOf(field.identity);
      const { path, generator } = field;
      const placed = this.#placed(field).identity;
      const place = identity === placed ? {} : { place: placed };
      return { identity, ...place, path, value: values[index]!, generator };
    });
  }

  /** The identity in the base, with the name that an object has for good, for one that findGenerated gives. */
  identityOf(identity: string): string {
    const inBase = this.#nameInBase(identity);
    return this.#names.get(inBase) ?? inBase;
  }

  #placed(field: FrozenField): FrozenField {
    return { ...field, identity: this.#nameInBase(field.identity) };
  }

  #setName(edit: Freeze, name: Plain): void {
    const { identity } = this.#placed(edit.field);
    const { value, parts } = edit;
    const masked =
      parts === undefined || typeof value !== 'string'
        ? '*'
        : replaceParts(
            value,
            parts,
            parts.map(() => '*'),
          );
    const real = withName(identity, typeof name === 'string' ? name : encodeJson(name));
    this.#names.set(identity, real);
    this.masks.set(real, withName(identity, masked));
  }

  /** What stands in a frozen field. */
  valueOf(field: FrozenField): Plain | undefined {
    return this.#results.get(field);
  }
}

function keyOf({ identity, place, path }: Pick<FrozenValue, 'identity' | 'place' | 'path'>): string {
  return `${place ?? identity} ${path}`;
}

function isGeneratedName({ identity, path }: FrozenField): boolean {
  return path === '/metadata/name' && identity.includes('/*');
}

/** What this render has for a field. */
function rendered({ value, parts }: Freeze): FrozenValue['value'] {
  if (parts === undefined || typeof value !== 'string') return encodeJson(value);
  return parts.map(({ start, end }) => value.slice(start, end));
}

/** The value of the lock, if it has the form of what this render has: the text around the pieces comes from the render. */
function fitting(edit: Freeze, locked: FrozenValue | undefined): FrozenValue['value'] | undefined {
  if (locked === undefined) return undefined;
  const { value } = locked;
  if (typeof value === 'string') return isWhole(edit) && isReadable(value) ? value : undefined;
  if (edit.parts === undefined) return value.length === 1 ? value : undefined;
  return value.length === edit.parts.length ? value : undefined;
}

/** Whether nothing of a field is fixed. */
function isWhole({ value, parts }: Freeze): boolean {
  if (parts === undefined || typeof value !== 'string') return true;
  return parts.length === 1 && parts[0]!.start === 0 && parts[0]!.end === value.length;
}

function isReadable(json: string): boolean {
  try {
    readYaml(json);
    return true;
  } catch {
    return false;
  }
}

function resultOf({ value, parts }: Freeze, frozen: FrozenValue['value']): Plain {
  if (typeof frozen === 'string') return readYaml(frozen, { integers: true });
  return parts === undefined || typeof value !== 'string' ? frozen[0]! : replaceParts(value, parts, frozen);
}

/** Pieces of this render for which the lock has others: a name that is generated once stands in many fields. */
function commonPieces(
  edits: readonly Freeze[],
  known: readonly (FrozenValue['value'] | undefined)[],
): ReadonlyMap<string, string> {
  const common = new Map<string, string>();
  for (const [index, edit] of edits.entries()) {
    const [fresh, locked] = [rendered(edit), known[index]];
    if (locked === undefined || typeof locked === 'string' || typeof fresh === 'string') continue;
    for (const [at, piece] of fresh.entries())
      if (piece.length >= SHORTEST_COMMON && !common.has(piece)) common.set(piece, locked[at]!);
  }
  return common;
}

function renamed(value: FrozenValue['value'], common: ReadonlyMap<string, string>): FrozenValue['value'] {
  return typeof value === 'string' ? value : value.map((piece) => common.get(piece) ?? piece);
}
