import { InfraError } from '../lib/error.ts';

/** Says whether labels (or annotations) are selected. */
export type LabelTest = (labels: ReadonlyMap<string, string>) => boolean;

type Operator = 'in' | 'notin' | 'exists' | 'absent' | 'greater' | 'less';

interface Requirement {
  readonly key: string;
  readonly operator: Operator;
  readonly values: readonly string[];
}

const OPERATORS: ReadonlyMap<string, Operator> = new Map([
  ['=', 'in'],
  ['==', 'in'],
  ['in', 'in'],
  ['!=', 'notin'],
  ['notin', 'notin'],
  ['>', 'greater'],
  ['<', 'less'],
]);
const TOKEN = /[ \t\r\n]*(==|!=|[=!(),<>]|[^ \t\r\n=!(),<>]+)/y;
const SYMBOL = /^[=!(),<>]/;
const NAME = /^(?:[A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9]$/;
const DOMAIN = /^[a-z0-9](?:[-a-z0-9]*[a-z0-9])?(?:\.[a-z0-9](?:[-a-z0-9]*[a-z0-9])?)*$/;
const INTEGER = /^[-+]?\d+$/;
const MAX_NAME = 63;
const MAX_DOMAIN = 253;
const MAX_INTEGER = 2n ** 63n - 1n;

/**
 * Reads a label selector of Kubernetes: requirements between commas (`a=b`, `a!=b`, `a in (b,c)`, `a notin (b)`, `a`, `!a`,
 * `a>1`), all of which must hold. An empty one selects everything. Throws InfraError for what is none.
 */
export function parseLabelSelector(text: string): LabelTest {
  const requirements = new SelectorReader(text).read();
  return (labels) => requirements.every((requirement) => isMet(requirement, labels));
}

function isMet({ key, operator, values }: Requirement, labels: ReadonlyMap<string, string>): boolean {
  const value = labels.get(key);
  switch (operator) {
    case 'exists':
      return value !== undefined;
    case 'absent':
      return value === undefined;
    case 'in':
      return value !== undefined && values.includes(value);
    case 'notin':
      return value === undefined || !values.includes(value);
    case 'greater':
    case 'less': {
      const actual = value === undefined ? undefined : integerOf(value);
      if (actual === undefined) return false;
      const bound = integerOf(values[0]!)!;
      return operator === 'greater' ? actual > bound : actual < bound;
    }
  }
}

class SelectorReader {
  private readonly text: string;
  private readonly tokens: readonly string[];
  private position = 0;

  constructor(text: string) {
    this.text = text;
    this.tokens = tokensOf(text);
  }

  read(): Requirement[] {
    const requirements: Requirement[] = [];
    if (this.tokens.length === 0) return requirements;
    for (;;) {
      requirements.push(this.checked(this.readRequirement()));
      const next = this.take();
      if (next === undefined) return requirements;
      if (next !== ',') throw this.refusal(`there is ${next} where a comma is expected`);
    }
  }

  private readRequirement(): Requirement {
    const isNegated = this.peek() === '!';
    if (isNegated) this.position++;
    const key = this.takeWord('a key');
    const next = this.peek();
    const isAlone = next === undefined || next === ',';
    if (isNegated || isAlone) return { key, operator: isNegated ? 'absent' : 'exists', values: [] };
    this.position++;
    const operator = OPERATORS.get(next);
    if (operator === undefined) throw this.refusal(`there is ${next} where an operator is expected`);
    return {
      key,
      operator,
      values: next === 'in' || next === 'notin' ? this.takeList() : [this.takeValue()],
    };
  }

  /** A value; none at all is the empty one. */
  private takeValue(): string {
    const next = this.peek();
    return next === undefined || next === ',' ? '' : this.takeWord('a value');
  }

  /** Values in parentheses; where one is missing it is the empty one. Commas count in pairs, as Kubernetes reads them. */
  private takeList(): string[] {
    if (this.take() !== '(') throw this.refusal('a list of values begins with a parenthesis');
    if (this.skip(')')) return [''];
    const values: string[] = [];
    for (;;) {
      const token = this.take();
      if (token === ',') {
        if (values.length === 0) values.push('');
        if (this.skip(')')) return [...values, ''];
        if (this.skip(',')) values.push('');
      } else if (token !== undefined && !SYMBOL.test(token)) {
        values.push(token);
        if (this.skip(')')) return values;
        if (this.peek() !== ',')
          throw this.refusal(`there is ${this.peek() ?? 'nothing'} where a comma or ) is expected`);
      } else throw this.refusal(`there is ${token ?? 'nothing'} where a value is expected`);
    }
  }

  /** Passes over a token, if it is the next one. */
  private skip(token: string): boolean {
    const isNext = this.peek() === token;
    if (isNext) this.position++;
    return isNext;
  }

  private takeWord(what: string): string {
    const token = this.take();
    if (token === undefined || SYMBOL.test(token)) {
      throw this.refusal(`there is ${token ?? 'nothing'} where ${what} is expected`);
    }
    return token;
  }

  private checked(requirement: Requirement): Requirement {
    const { key, operator, values } = requirement;
    if (!isKey(key)) throw this.refusal(`${key} cannot be the key of a label`);
    const isCompared = operator === 'greater' || operator === 'less';
    for (const value of values) {
      if (isCompared && integerOf(value) === undefined) throw this.refusal(`${value} is no integer`);
      if (value !== '' && !isName(value)) throw this.refusal(`${value} cannot be the value of a label`);
    }
    return requirement;
  }

  private peek(): string | undefined {
    return this.tokens[this.position];
  }

  private take(): string | undefined {
    return this.tokens[this.position++];
  }

  private refusal(reason: string): InfraError {
    return new InfraError('KUSTOMIZATION', `${JSON.stringify(this.text)} is no selector: ${reason}`, {
      hint: 'for example `app=web,tier in (front,back),!legacy`',
    });
  }
}

function tokensOf(text: string): string[] {
  const tokens: string[] = [];
  TOKEN.lastIndex = 0;
  for (let match = TOKEN.exec(text); match !== null; match = TOKEN.exec(text)) tokens.push(match[1]!);
  return tokens;
}

function isKey(key: string): boolean {
  const slash = key.indexOf('/');
  if (slash === -1) return isName(key);
  const domain = key.slice(0, slash);
  return domain.length <= MAX_DOMAIN && DOMAIN.test(domain) && isName(key.slice(slash + 1));
}

function isName(text: string): boolean {
  return text.length <= MAX_NAME && NAME.test(text);
}

/** The integer of 64 bits that a text is. */
function integerOf(text: string): bigint | undefined {
  if (!INTEGER.test(text)) return undefined;
  const value = BigInt(text.replace('+', ''));
  return value >= -MAX_INTEGER - 1n && value <= MAX_INTEGER ? value : undefined;
}
