/** A literal secret in a text: what it is called, and what it is (never shown). */
export interface LiteralSecret {
  readonly name: string;
  readonly value: string;
}

/** Ends of names, without dots and dashes, whose values are secrets. Names of Secrets and of their keys end otherwise. */
const SECRET_END =
  /(?:password|passwd|passphrase|token|apikey|privatekey|secretaccesskey|(?:client|cookie|jwt|shared)secret)$/;
const SECRET_KEY = /(?:^|[._-])(?:aws|s3|minio|app|session|encryption)?[._-]?secret[._-]?key$/i;
const SHORT_END = /(?:^|[._-])(?:pass|pwd)$/i;
/** Names of what only counts or pages, or of a Secret that is there. */
const NO_SECRET = /^(?:existing|next|continue|continuation|page|max|min|num)(?:[._-]|(?=[A-Z]))/;

/** What stands for a value that comes from elsewhere. */
const REFERENCE =
  /\$\{|\$\(|\$__|\{\{|%\(|%\{|\$[A-Za-z_]|^<.*>$|^@.*@$|^ENC\[|^ref\+|^(?:vault|env|file):|\w\(/;
const PLAIN =
  /^(?:true|false|yes|no|on|off|null|nil|none|undefined|string|~|[*x•.]+|redacted|-?[\d.]+[a-z]{0,2})$/i;
/** Beginnings of YAML that is no text: blocks, anchors, aliases, lists; and of paths. */
const NO_TEXT = /^(?:[|>&*[{/!=]|\.{1,2}\/)/;

/** `name: value`, `name=value`, `"name": "value"`, wherever in a line. */
const ASSIGNMENT =
  /(?<![\w.-])-{0,2}["']?([A-Za-z][\w.-]*)["']?\s*(?::(?=[\s"'])|=(?!=))\s*("(?:[^"\\]|\\.)*"|'[^']*'|[^\s,;}\])#&"']+(?:$|(?=[\s,;}\])#&"'])))/g;
const ELEMENT = /<([A-Za-z][\w.-]*)>([^<>]+)<\/\1>/g;
const COMMENT = /^\s*(?:#|;|\/\/|--\s|\*)/;
const PRIVATE_KEY = /-----BEGIN (?:[A-Z0-9]+ ){0,3}PRIVATE KEY-----[^-]*/g;

/** Whether what goes by a name is a secret, and not where one is. */
export function isSecretField(name: string): boolean {
  if (NO_SECRET.test(name)) return false;
  return (
    SECRET_END.test(name.toLowerCase().replace(/[._-]/g, '')) || SECRET_KEY.test(name) || SHORT_END.test(name)
  );
}

/** Whether a text is a value itself, and not a reference to one, a flag, a number or prose. */
export function isLiteral(text: string): boolean {
  const value = unquoted(text.trim());
  if (value.length < 3 || REFERENCE.test(value) || PLAIN.test(value)) return false;
  return value === text.trim() ? !NO_TEXT.test(value) && !/\s/.test(value) : !/\s\S+\s/.test(value);
}

/** The secrets that the lines of a text say, such as `password: hunter2`; comments are passed over. */
export function* secretsInText(text: string): Iterable<LiteralSecret> {
  for (const line of text.split('\n')) {
    if (COMMENT.test(line)) continue;
    for (const pattern of [ASSIGNMENT, ELEMENT]) {
      for (const [, name, value] of line.matchAll(pattern))
        if (isSecretField(name!) && isLiteral(value!)) yield { name: name!, value: unquoted(value!) };
    }
  }
}

/** The private keys that a text holds, as PEM. */
export function privateKeysIn(text: string): string[] {
  return text.includes('PRIVATE KEY-----') ? [...text.matchAll(PRIVATE_KEY)].map(([block]) => block) : [];
}

function unquoted(text: string): string {
  const quoted = /^(["'])(.*)\1$/s.exec(text);
  return quoted === null ? text : quoted[2]!;
}
