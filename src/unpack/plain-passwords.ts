import type { Part } from './generated-parts.ts';
import type { FieldPath } from './differences.ts';
import type { PlainMap } from './resource.ts';
import type { Plain } from '../k8s/plain.ts';

/** Functions of which charts make passwords; what the others give is no secret by itself. */
const MAKERS: ReadonlySet<string> = new Set([
  ...['randAlphaNum', 'randAlpha', 'randAscii', 'randBytes', 'randNumeric', 'uuidv4', 'shuffle'],
  ...['htpasswd', 'bcrypt', 'encryptAES', 'derivePassword'],
]);
/** Names of fields and settings that hold what nobody else should know. */
const TELLING =
  /pass(?:word|wd|phrase)?|pwd|secret|token|credential|(?:api|access|private|signing|encryption).?key|salt|htpasswd/i;
/** Random texts that are as long serve to keep others out more often than to make names differ. */
const SHORTEST = 8;
const DATE_OR_UUID = /^(?:[-\d:.TZ+ ]+|[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})$/i;
/** How much of a text before a generated piece may name it. */
const NEAR = 60;

/** A text of which pieces are generated. */
interface GeneratedText {
  readonly path: FieldPath;
  readonly text: string;
  readonly parts: readonly Part[];
}

/** Whether a function is one of which charts make passwords. */
export function makesPasswords(name: string): boolean {
  return MAKERS.has(name);
}

/** Whether a generated text looks like a password, where nothing says that it is one. `object` is what the text is in. */
export function isPlainPassword({ path, text, parts }: GeneratedText, object: PlainMap): boolean {
  if (path.includes('metadata')) return false;
  if (TELLING.test(nameOfField(path, object))) return true;
  return parts.some(({ start, end }) => {
    const before = text.slice(Math.max(0, start - NEAR), start);
    const piece = text.slice(start, end);
    return (
      TELLING.test(before.slice(before.lastIndexOf('\n') + 1)) || (isSetting(path) && isLikePassword(piece))
    );
  });
}

/** Whether a field is what programs are told: of a ConfigMap, or of a container. */
function isSetting(path: FieldPath): boolean {
  return path[0] === 'data' || ['env', 'args', 'command'].some((key) => path.includes(key));
}

function isLikePassword(piece: string): boolean {
  return piece.length >= SHORTEST && !piece.includes('\n') && !DATE_OR_UUID.test(piece);
}

/** What a person calls a field: its key; of an environment variable its name. */
export function nameOfField(path: FieldPath, object: PlainMap): string {
  const key = path.at(-1);
  const owner = path.slice(0, -1).reduce<Plain | undefined>(below, object);
  const name = key === 'value' && owner instanceof Map ? owner.get('name') : undefined;
  if (typeof name === 'string') return name;
  return typeof key === 'string' ? key : '';
}

function below(value: Plain | undefined, key: string | number): Plain | undefined {
  if (Array.isArray(value)) return value[Number(key)];
  return typeof key === 'string' && value instanceof Map ? value.get(key) : undefined;
}
