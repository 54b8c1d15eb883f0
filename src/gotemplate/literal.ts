import { NUMBER, type NumberNode } from './ast.ts';
import { parseGoFloat, parseGoInt, parseGoUint } from './number.ts';
import { quote } from './quote.ts';
import { unquoteCharacter } from './unquote.ts';

const INT_MAX = 2n ** 63n - 1n;

/** A number literal of any form; a string is the message of what is wrong with it. */
export function numberNode(position: number, text: string): NumberNode | string {
  if (text.endsWith('i')) return imaginary(position, text);
  const integer = parseGoInt(text, 0) ?? parseGoUint(text, 0);
  if (integer !== undefined) {
    const int = integer <= INT_MAX ? integer : undefined;
    return { kind: NUMBER, position, text, float: Number(integer), integer: int, ideal: int };
  }
  const float = parseGoFloat(text);
  if (float === undefined) return `illegal number syntax: ${quote(text)}`;
  if (!/[.eEpP]/.test(text)) return `integer overflow: ${quote(text)}`;
  const whole = Number.isInteger(float) && Math.abs(float) < 2 ** 63 ? BigInt(float) : undefined;
  const isHexInteger = /^0[xX][^pP]*$/.test(text);
  return { kind: NUMBER, position, text, float, integer: whole, ideal: isHexInteger ? whole : float };
}

/** A character constant, which is an int. */
export function characterNode(position: number, text: string): NumberNode | string {
  const code = unquoteCharacter(text);
  if (code === undefined) return `malformed character constant: ${text}`;
  return { kind: NUMBER, position, text, integer: BigInt(code), float: code, ideal: BigInt(code) };
}

/** Complex numbers exist in Go's templates, and nowhere in charts: only those that are real are taken. */
function imaginary(position: number, text: string): NumberNode | string {
  const float = parseGoFloat(text.slice(0, -1));
  if (float !== 0) return `complex number ${quote(text)} is not supported`;
  return { kind: NUMBER, position, text, float, integer: 0n, ideal: 0n };
}
