import { GoObject, type Methods, type Value } from '../gotemplate/value.ts';

export interface StructOptions {
  readonly kind?: 'struct' | 'ptr';
  readonly methods?: Methods;
  /** what `fmt` prints, where that is not the exported fields */
  readonly print?: () => string;
  /** the fields as encoding/json writes them, in its order; by default all exported fields */
  readonly json?: () => Value;
}

const NO_METHODS: Methods = new Map();

/** A Go struct of which templates see the exported fields. */
export class StructObject extends GoObject {
  readonly type: string;
  readonly kind: 'struct' | 'ptr';
  override readonly fields: ReadonlyMap<string, Value>;
  override readonly methods: Methods;
  readonly #options: StructOptions;

  constructor(type: string, fields: ReadonlyMap<string, Value>, options: StructOptions = {}) {
    super();
    this.type = type;
    this.kind = options.kind ?? 'struct';
    this.fields = fields;
    this.methods = options.methods ?? NO_METHODS;
    this.#options = options;
  }

  override print(): string | undefined {
    return this.#options.print?.();
  }

  override toJson(): Value {
    return this.#options.json === undefined ? new Map(this.fields) : this.#options.json();
  }
}
