import { ANY, type FieldType } from '../../k8s/field-type.ts';
import { FALSE, NULL, OddMapping, Scalar, TRUE, isMapping, isNull, isSequence } from '../../k8s/node.ts';
import type { Mapping, Node } from '../../k8s/node.ts';
import { readNodes } from '../../k8s/yaml/read-nodes.ts';
import { YamlError } from '../../k8s/yaml/error.ts';
import { decodeBase64 } from '../../lib/base64.ts';
import { nearNames } from '../../lib/near-names.ts';
import { describeKind, editProblem, nameHint } from './edit-problem.ts';
import { stringOf, withoutLooks } from './without-looks.ts';

const INTEGER = /^-?(?:0|[1-9]\d*)$/;
const OCTAL = /^0[0-7]+$/;
const NUMBER = /^-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][-+]?\d+)?$/;
const QUANTITY = /^[-+]?(?:\d+\.?\d*|\.\d+)(?:[KMGTPE]i|[numkMGTPE]|[eE][-+]?\d+)?$/;
const JSON_TEXT = /^"(?:[^"\\]|\\.)*"$/s;
/** Values longer than this are not repeated in messages. */
const MAX_SHOWN = 60;

/** Where a value goes, and how strictly it is taken. */
export interface ValuePlace {
  /** the path, for messages */
  readonly name: string;
  /** whether fields that the type does not have are taken */
  readonly force: boolean;
}

/**
 * The node that a text of the command line means at a place of some type. Where nothing is known of it, what was there before
 * tells: a text stays one; else true, false, null, numbers, `"a text"`, `{…}` and `[…]` are what they look like.
 * Throws InfraError PATCH for what the type does not take.
 */
export function typedValue(
  text: string,
  type: FieldType,
  present: Node | undefined,
  place: ValuePlace,
): Node {
  switch (type.kind) {
    case 'object':
    case 'map':
    case 'list':
      return typedNode(readData(text, place), type, place);
    case 'any':
      return untypedValue(text, present, place);
    default:
      return typedScalar(text, type, place);
  }
}

function untypedValue(text: string, present: Node | undefined, place: ValuePlace): Node {
  if (/^[[{]/.test(text)) return typedNode(readData(text, place), ANY, place);
  if (text === 'null') return NULL;
  const wasText = stringOf(present) !== undefined;
  if (!wasText && (text === 'true' || text === 'false')) return text === 'true' ? TRUE : FALSE;
  if (!wasText && INTEGER.test(text)) return new Scalar('!!int', text);
  if (!wasText && NUMBER.test(text)) return new Scalar('!!float', text);
  return JSON_TEXT.test(text) ? (jsonText(text) ?? text) : text;
}

function jsonText(text: string): string | undefined {
  try {
    return JSON.parse(text) as string;
  } catch {
    return undefined;
  }
}

function typedScalar(text: string, type: FieldType, place: ValuePlace): Node {
  switch (type.kind) {
    case 'integer':
      return INTEGER.test(text) ? new Scalar('!!int', text) : refuse(text, type, place);
    case 'int-or-string':
      return INTEGER.test(text) ? new Scalar('!!int', text) : text;
    case 'number':
      if (INTEGER.test(text)) return new Scalar('!!int', text);
      return NUMBER.test(text) ? new Scalar('!!float', text) : refuse(text, type, place);
    case 'boolean':
      if (text === 'true') return TRUE;
      return text === 'false' ? FALSE : refuse(text, type, place);
    default:
      return checkedText(text, type, place);
  }
}

function checkedText(text: string, type: FieldType, place: ValuePlace): string {
  if (place.force) return text;
  if (type.format === 'quantity' && !QUANTITY.test(text)) {
    throw editProblem(
      `${place.name} is a quantity, not ${shown(text)}`,
      'quantities read like 500m, 2 or 4Gi',
    );
  }
  if (type.format === 'byte') checkBase64(text, place);
  if (type.choices.length > 0 && !type.choices.includes(text)) {
    const hint = nameHint(text, type.choices, '');
    throw editProblem(`${place.name} cannot be ${shown(text)}`, hint);
  }
  return text;
}

/** The text is not shown: it may be a secret. */
function checkBase64(text: string, { name }: ValuePlace): void {
  try {
    decodeBase64(text);
  } catch {
    const field = name.replace(/^data\b/, 'stringData');
    const hint =
      field === name ? 'encode it first' : `encode it first, or set ${field}, which takes plain text`;
    throw editProblem(`${name} holds base64, and the value is none`, hint);
  }
}

/** Data whose parts are made what the type says they are. */
function typedNode(node: Node, type: FieldType, place: ValuePlace): Node {
  if (isMapping(node)) return typedMapping(node, type, place);
  if (isSequence(node)) {
    if (type.kind !== 'list' && type.kind !== 'any') throw wrongKind('a list', type, place);
    const element = type.element();
    return node.map((item, index) => typedNode(item, element, below(place, `[${index}]`)));
  }
  if (type.kind === 'any') return node;
  if (isNull(node)) throw editProblem(`${place.name} cannot be null`, 'use --unset to take a field away');
  const text = typeof node === 'string' ? node : node.text;
  if (type.kind === 'object' || type.kind === 'map' || type.kind === 'list')
    throw wrongKind(shown(text), type, place);
  return type.kind === 'int-or-string' && typeof node === 'string' ? node : typedScalar(text, type, place);
}

function typedMapping(mapping: Mapping, type: FieldType, place: ValuePlace): Node {
  if (type.kind !== 'object' && type.kind !== 'map' && type.kind !== 'any')
    throw wrongKind('a mapping', type, place);
  if (mapping instanceof OddMapping)
    throw editProblem(`${place.name} has a key that comes twice or is no text`, 'put such keys in quotes');
  const typed = new Map<string, Node>();
  for (const [name, value] of mapping) {
    const field = type.field(name) ?? unknownType(name, type, place);
    typed.set(name, typedNode(value, field, below(place, `.${name}`)));
  }
  return typed;
}

function unknownType(name: string, type: FieldType, place: ValuePlace): FieldType {
  if (place.force) return ANY;
  throw unknownField(name, type, place.name);
}

/** The error that a type has no such field. */
export function unknownField(name: string, type: FieldType, place: string): Error {
  const where = place === '' ? 'the resource' : place;
  return editProblem(
    `${where} has no field ${JSON.stringify(name)}`,
    nameHint(name, type.fieldNames, `${where} is ${describeKind(type)}: nothing is below it`),
  );
}

function below({ name, force }: ValuePlace, step: string): ValuePlace {
  return { name: name + step, force };
}

/** The data of a text in YAML, which JSON is too. */
function readData(text: string, { name }: ValuePlace): Node {
  try {
    const [document, ...more] = readNodes(text);
    if (document !== undefined && more.length === 0) return withoutLooks(document.root);
  } catch (error) {
    if (!(error instanceof YamlError)) throw error;
    const problem = error.message.replace(/^yaml: /, '');
    throw editProblem(
      `the value for ${name} is no YAML: ${problem}`,
      'a text that begins like data stands in double quotes',
    );
  }
  throw editProblem(
    `there is no value for ${name}`,
    'write it as YAML or JSON, for example {a: b} or [a, b]',
  );
}

function wrongKind(found: string, type: FieldType, { name }: ValuePlace): Error {
  const example = type.kind === 'list' ? '[a, b]' : '{a: b}';
  const isCollection = type.kind === 'list' || type.kind === 'object' || type.kind === 'map';
  const names = type.kind === 'object' ? ` with ${type.fieldNames.slice(0, 4).join(', ')} …` : '';
  const hint = isCollection ? `write it as ${example}${names}, or go on with the path` : undefined;
  return editProblem(`${name} is ${describeKind(type)}, not ${found}`, hint);
}

function refuse(text: string, type: FieldType, { name }: ValuePlace): never {
  throw editProblem(`${name} is ${describeKind(type)}, not ${shown(text)}`, refusalHint(text, type));
}

function refusalHint(text: string, { kind }: FieldType): string | undefined {
  if (text === 'null') return 'use --unset to take a field away';
  if (kind === 'integer' && OCTAL.test(text)) return `in decimal, octal ${text} is ${parseInt(text, 8)}`;
  const near = kind === 'boolean' ? nearNames(text, ['true', 'false']) : [];
  return near.length > 0 ? `did you mean ${near[0]!}?` : undefined;
}

function shown(text: string): string {
  return JSON.stringify(text.length > MAX_SHOWN ? `${text.slice(0, MAX_SHOWN)}…` : text);
}
