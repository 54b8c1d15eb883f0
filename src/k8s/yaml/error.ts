/** A failure to read YAML, with the text Go prints for it; `line` (from 1) is set where that text names one. */
export class YamlError extends Error {
  readonly line: number | undefined;

  constructor(message: string, line?: number) {
    super(message);
    this.name = 'YamlError';
    this.line = line;
  }
}

/** The error `yaml: line N: problem`; without a line where `line` is 0, as Go leaves out what lies on its first line. */
export function yamlErrorAt(line: number, problem: string): YamlError {
  return line === 0
    ? new YamlError(`yaml: ${problem}`)
    : new YamlError(`yaml: line ${line}: ${problem}`, line);
}
