/** Words that some reader of YAML takes for something else than text. */
const RESERVED = /^(?:true|false|yes|no|on|off|null|y|n|inf|nan)$/i;

/** A text as YAML that every reader takes for that text: as it is where it can be, else in double quotes. */
export function yamlScalar(text: string): string {
  const isPlain = /^[A-Za-z][\w.@/-]*(?::[\w.@/-]+)*$/.test(text) && !RESERVED.test(text);
  return isPlain ? text : JSON.stringify(text);
}
