import { JsonReader } from '../../k8s/json-reader.ts';

/** A number of a schema as it is written there: messages repeat it, and it may be more exact than a float64. */
export class JsonNumber {
  readonly text: string;
  constructor(text: string) {
    this.text = text;
  }
}

export interface JsonObject {
  readonly [key: string]: Json;
}

export type Json = null | boolean | number | string | JsonNumber | readonly Json[] | JsonObject;

/** A string, or (caught in the group) a number; in valid JSON nothing else contains digits. */
const STRING_OR_NUMBER = /"[^"\\]*(?:\\.[^"\\]*)*"|(-?\d+(?:\.\d+)?(?:[eE][-+]?\d+)?)/gs;
/** A key that stands for a number while parsing. */
const NUMBER_KEY = '\0number';
const LONG_NUMBER = /[:[,\s]-?[\d.]{16}|\d[eE]\+?\d{3}/;

/** Whether the text may contain a number that a float64 does not hold exactly. */
export function hasLongNumbers(text: string): boolean {
  return LONG_NUMBER.test(text);
}

/** Reads the text of a schema, numbers as float64. Throws an Error with the message of Go's decoder. */
export function parseJson(text: string): Json {
  try {
    return JSON.parse(text) as Json;
  } catch {
    throw explain(text);
  }
}

/** Reads the text of a schema that parseJson can read, numbers as JsonNumber. */
export function parseExactJson(text: string): Json {
  const marked = text.replace(STRING_OR_NUMBER, (token: string, number: string | undefined) =>
    number === undefined ? token : `{"\\u0000number":"${number}"}`,
  );
  return JSON.parse(marked, restoreNumber) as Json;
}

function restoreNumber(_key: string, value: unknown): unknown {
  if (typeof value !== 'object' || value === null || !Object.hasOwn(value, NUMBER_KEY)) return value;
  const text = (value as Record<string, unknown>)[NUMBER_KEY];
  return typeof text === 'string' && Number.isFinite(Number(text)) ? new JsonNumber(text) : value;
}

/** A character that fits nowhere: where the reader names it, all there is of the text is the start of something. */
const MISFIT = '\0';
const MISFIT_NAME = String.raw`'\x00'`;

function explain(text: string): Error {
  if (text.trim() === '') return new Error('EOF');
  const message = readerMessage(text.trimEnd() + MISFIT);
  if (message.endsWith('after top-level value')) return new Error('invalid character after top-level value');
  if (message.includes(MISFIT_NAME) && !text.includes(MISFIT)) return new Error('unexpected EOF');
  return new Error(readerMessage(text));
}

function readerMessage(text: string): string {
  try {
    new JsonReader(text).read();
    return 'invalid character after top-level value';
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}

/** Whether a JSON value is an object. */
export function isJsonObject(value: Json | undefined): value is JsonObject {
  return (
    typeof value === 'object' && value !== null && !Array.isArray(value) && !(value instanceof JsonNumber)
  );
}
