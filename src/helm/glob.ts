import { byteText } from '../lib/byte-text.ts';
import { compileNode } from './glob/compile.ts';
import { parseGlob } from './glob/parse.ts';

/**
 * Compiles a pattern of `.Files.Glob`: `*` and `?` stop at `/`, `**` crosses it, `{a,b}`, `[a-c]`, `[!x]`, `\` escapes. An
 * invalid pattern matches everything. `spend` is told the steps that compiling and matching take and may throw to end it;
 * patterns with an empty option can make the result throw the GoError of the panic they are in Helm.
 */
export function compileGlob(
  pattern: string,
  spend: (steps: number) => void = () => undefined,
): (path: string) => boolean {
  spend((pattern.length * pattern.length) >>> 4);
  const node = parseGlob(pattern);
  if (node === undefined) return () => true;
  const piece = compileNode(node);
  return (path) => {
    const text = byteText(path);
    spend(1 + text.length);
    return piece.matches({ text, known: new Map(), spend }, 0, text.length);
  };
}
