import { composeDocument } from '../k8s/yaml/compose.ts';
import { prepareInput } from '../k8s/yaml/input.ts';
import type { YamlNode } from '../k8s/yaml/node.ts';
import { doubleQuoted } from '../k8s/yaml/write-scalar.ts';
import type { Steps } from './replacement-path.ts';

/** Gives a text with the quotes it has in a file; undefined where it has none, or where the file has another text. */
export type WrittenQuotes = (text: string, steps: Steps) => string | undefined;

/** The quotes of the texts in the first document of a YAML text, which is read when they are first asked for. */
export function writtenQuotes(source: () => string): WrittenQuotes {
  let known: { readonly root: YamlNode | undefined; readonly lines: readonly string[] } | undefined;
  return (text, steps) => {
    known ??= compose(source());
    const node = follow(known.root, steps);
    if (node?.kind !== 'scalar' || node.style !== 'quoted' || node.value !== text) return undefined;
    const sign = [...(known.lines[node.line] ?? '')][node.column];
    return sign === "'" ? `'${text.replaceAll("'", "''")}'` : doubleQuoted(text);
  };
}

function compose(text: string): { root: YamlNode | undefined; lines: readonly string[] } {
  try {
    const input = prepareInput(text);
    return { root: composeDocument(input, 3), lines: input.text.split('\n') };
  } catch {
    return { root: undefined, lines: [] };
  }
}

function follow(root: YamlNode | undefined, steps: Steps): YamlNode | undefined {
  let node = root;
  for (const step of steps) {
    const collection = node?.kind === 'alias' ? node.target : node;
    if (collection === undefined || collection.kind === 'scalar') return undefined;
    const { children, kind } = collection;
    node = kind === 'sequence' ? children[Number(step)] : valueOf(children, String(step));
  }
  return node?.kind === 'alias' ? node.target : node;
}

function valueOf(children: readonly YamlNode[], key: string): YamlNode | undefined {
  const at = children.findIndex(
    (child, index) => index % 2 === 0 && child.kind === 'scalar' && child.value === key,
  );
  return at === -1 ? undefined : children[at + 1];
}
