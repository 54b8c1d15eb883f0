import { LimitError, type Budget } from '../../gotemplate/budget.ts';
import { define, GoError, type FunctionTable, type TemplateFunction } from '../../gotemplate/function.ts';
import { asMap, LIST, MAP, nilMap, nilSlice, type Value } from '../../gotemplate/value.ts';
import { decodeJson, encodeJson, type EncodeOptions } from '../../k8s/json.ts';
import { JsonNumberError } from '../../k8s/json-reader.ts';
import { readYaml } from '../../k8s/yaml/read.ts';
import { writeYamlPretty } from '../../k8s/yaml/write-pretty.ts';
import { writeYaml } from '../../k8s/yaml/write.ts';
import type { FunctionContext } from '../environment.ts';
import { toJsonPlain, toPlain, toPrettyPlain } from './plain.ts';

/** The functions that write and read YAML and JSON. */
export function dataFunctions({ budget, profile }: FunctionContext): FunctionTable {
  const toYaml = (value: Value): string => writeYaml(value, toPlain, budget.meter());
  const reader = (read: (text: string) => Value): TemplateFunction =>
    define(['string'], (text) => {
      budget.spendText(text.length);
      return read(text);
    });
  const mustToYaml = define(['interface {}'], loud(toYaml));
  return {
    toYaml: define(['interface {}'], quiet(toYaml)),
    ...(profile.major >= 4 ? { mustToYaml } : {}),
    toYamlPretty: define(
      ['interface {}'],
      quiet((value) => writeYamlPretty(value, toPrettyPlain, budget.meter())),
    ),
    fromYaml: reader((text) => orErrorMap(() => readYamlData(text, MAP))),
    fromYamlArray: reader((text) => orErrorList(() => readYamlData(text, LIST))),
    ...jsonWriters(budget),
    fromJson: reader((text) => orErrorMap(() => readJsonData(text, MAP))),
    fromJsonArray: reader((text) => orErrorList(() => readJsonData(text, LIST))),
    mustFromJson: reader(loud(decodeJson)),
  };
}

function jsonWriters(budget: Budget): FunctionTable {
  const writer = (options: EncodeOptions) => (value: Value) =>
    encodeJson(value, { ...options, toPlain: toJsonPlain, spend: budget.meter() });
  const json = writer({});
  const pretty = writer({ indent: '  ' });
  const raw = writer({ escapeHtml: false });
  return {
    toJson: define(['interface {}'], quiet(json)),
    mustToJson: define(['interface {}'], loud(json)),
    toPrettyJson: define(['interface {}'], quiet(pretty)),
    mustToPrettyJson: define(['interface {}'], loud(pretty)),
    // Unlike its siblings it has nothing to say when it fails but to panic.
    toRawJson: define(['interface {}'], loud(raw)),
    mustToRawJson: define(['interface {}'], loud(raw)),
  };
}

/** What cannot be written becomes the empty text. */
function quiet(write: (value: Value) => string): (value: Value) => string {
  return (value) => {
    try {
      return write(value);
    } catch (error) {
      failureText(error);
      return '';
    }
  };
}

/** What cannot be written or read ends the template. */
function loud<Input>(call: (input: Input) => Value): (input: Input) => Value {
  return (input) => {
    try {
      return call(input);
    } catch (error) {
      throw new GoError(failureText(error));
    }
  };
}

/** The message of an error about the data; the bounds of a render are none. */
function failureText(error: unknown): string {
  if (error instanceof LimitError || !(error instanceof Error)) throw error;
  return error.message;
}

/** A map read, or one with the error text under `Error` (next to what was read). */
function orErrorMap(read: () => Value): Value {
  try {
    return read();
  } catch (error) {
    const partial: Value = error instanceof JsonNumberError ? error.value : null;
    const map = asMap(partial) ?? new Map<string, Value>();
    return map.set('Error', failureText(error));
  }
}

/** A list read, or one of the error text. */
function orErrorList(read: () => Value): Value {
  try {
    return read();
  } catch (error) {
    return [failureText(error)];
  }
}

function readYamlData(text: string, type: string): Value {
  const value: Value = convertYaml(text);
  // Here null leaves the empty value alone that Go reads into.
  if (value === null) return type === MAP ? new Map<string, Value>() : [];
  return expect(value, type, 'error unmarshaling JSON: while decoding JSON: ');
}

function convertYaml(text: string): Value {
  try {
    return readYaml(text);
  } catch (error) {
    throw new GoError(`error converting YAML to JSON: ${failureText(error)}`);
  }
}

function readJsonData(text: string, type: string): Value {
  try {
    const value = decodeJson(text);
    if (value === null) return type === MAP ? nilMap() : nilSlice();
    return expect(value, type, '');
  } catch (error) {
    if (error instanceof JsonNumberError) expect(error.value ?? 0, type, '');
    throw error;
  }
}

/** The value, if it is of the Go type; else throws json's complaint. */
function expect(value: Value, type: string, prefix: string): Value {
  const kind = jsonKind(value);
  if ((kind === 'object' && type === MAP) || (kind === 'array' && type === LIST)) return value;
  throw new GoError(`${prefix}json: cannot unmarshal ${kind} into Go value of type ${type}`);
}

function jsonKind(value: Value): string {
  if (value instanceof Map) return 'object';
  if (Array.isArray(value)) return 'array';
  return typeof value === 'boolean' ? 'bool' : typeof value;
}
