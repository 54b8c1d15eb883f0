import { toBytes } from '../lib/utf8.ts';
import { writeDescriptor } from '../system/descriptor.ts';

/** Prints a result. The text is a Go string: bytes that are no UTF-8 come out as they went in. */
export function printResult(text: string): void {
  writeDescriptor(1, toBytes(text));
}

/** Prints a result that is bytes already. */
export function printBytes(bytes: Uint8Array): void {
  writeDescriptor(1, bytes);
}

/** Prints a result for programs: one JSON document that names its schema. */
export function printJson(schema: string, result: object): void {
  printResult(`${JSON.stringify({ schema, ...result }, undefined, 2)}\n`);
}

/** Tells a person something that is no result. */
export function printMessage(text: string): void {
  writeDescriptor(2, toBytes(text));
}

/** Whether what goes to standard error may be coloured. */
export function messagesHaveColour(): boolean {
  return process.stderr.isTTY && process.env['NO_COLOR'] === undefined && process.env['TERM'] !== 'dumb';
}

/** Whether what goes to standard output may be coloured. */
export function resultsHaveColour(): boolean {
  return process.stdout.isTTY && process.env['NO_COLOR'] === undefined && process.env['TERM'] !== 'dumb';
}
