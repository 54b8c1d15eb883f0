import { isMapping, textOf, withField, type Mapping } from '../k8s/node.ts';
import { InfraError } from '../lib/error.ts';
import { nearNames } from '../lib/near-names.ts';
import { editableText, readEdited, textWithProblem } from '../overlay/edit-text.ts';
import type { EditResource } from './patch-planning.ts';

/** Shows a person a text in an editor; gives the text as it was saved. */
export type EditText = (text: string, name: string) => string;

/** Lets a person edit a resource as it is built, or one entry of a ConfigMap as a file of its own. */
export function editorOf(editText: EditText): EditResource {
  return (document, title, key) =>
    Promise.resolve(
      key === undefined ? editDocument(document, title, editText) : editEntry(document, title, key, editText),
    );
}

/** What cannot be taken is shown again with the reason, until the text is left as it was. */
function editDocument(document: Mapping, title: string, editText: EditText): Mapping | undefined {
  const start = editableText(document, title);
  const name = `${title.split(' ')[0]!}.yaml`;
  let text = start;
  for (;;) {
    const saved = editText(text, name);
    if (saved === text && text === start) return undefined;
    try {
      return readEdited(saved, document, name);
    } catch (error) {
      if (!(error instanceof InfraError) || saved === text) throw error;
      text = textWithProblem(saved, error);
    }
  }
}

function editEntry(document: Mapping, title: string, key: string, editText: EditText): Mapping | undefined {
  const data = document.get('data');
  const entries = isMapping(data) ? data : new Map<string, string>();
  if (textOf(document.get('kind')) !== 'ConfigMap')
    throw new InfraError('USAGE', `--key is for ConfigMaps, and ${title} is none`);
  const text = textOf(entries.get(key));
  if (text === undefined) {
    const near = nearNames(key, entries.keys());
    throw new InfraError('NOT_FOUND', `${title} has no entry ${JSON.stringify(key)}`, {
      hint: `there is ${(near.length > 0 ? near : [...entries.keys()]).join(', ')}`,
    });
  }
  const saved = editText(text, key);
  // Editors end the last line of a file.
  const edited = saved === `${text}\n` ? text : saved;
  return edited === text ? undefined : withField(document, 'data', withField(entries, key, edited));
}
