/** A failure to read YAML, with the text Go prints for it; `line` (from 1) is set where that text names one. */
export class YamlError extends Error {
  readonly line: number | undefined;
  /** The line (from 1) that the problem is really on, where that is known: Go's lines are off by one at times. */
  readonly place: number | undefined;

  constructor(message: string, line?: number, place: number | undefined = line) {
    super(message);
    this.name = 'YamlError';
    this.line = line;
    this.place = place;
  }
}

/**
 * The error `yaml: line N: problem`; without a line where `line` is 0, as Go leaves out what lies on its first line. Parsers
 * give the line of a token, which counts from 0; what they call line N is the one above the problem.
 */
export function yamlErrorAt(line: number, problem: string, place: number = line + 1): YamlError {
  return line === 0
    ? new YamlError(`yaml: ${problem}`, undefined, place)
    : new YamlError(`yaml: line ${line}: ${problem}`, line, place);
}
