import type { Rendered } from '../helm/render.ts';

type Effect = Rendered['effects'][number];

/** How many calls are named for one field. */
const NAMED = 4;

/** The calls that may have made what a template wrote: `randAlphaNum chart/templates/secret.yaml:12`. */
export class Generators {
  readonly #byTemplate = new Map<string, Map<string, Effect>>();
  readonly #all = new Map<string, Effect>();
  readonly #names = new Map<string, readonly string[]>();

  constructor(effects: Rendered['effects']) {
    for (const effect of effects) {
      if (effect.effect === 'lookup') continue;
      const outermost = effect.stack[0] ?? effect.file;
      const known = this.#byTemplate.get(outermost) ?? new Map<string, Effect>();
      this.#byTemplate.set(outermost, known.set(nameOf(effect), effect));
      this.#all.set(nameOf(effect), effect);
    }
  }

  /** Those that ran for a template; where none did, it wrote what another one had made: then any may have. */
  callsOf(template: string): readonly Effect[] {
    return [...(this.#byTemplate.get(template) ?? this.#all).values()];
  }

  /** The same as texts; if they are many, some of them. */
  namesOf(template: string): readonly string[] {
    let names = this.#names.get(template);
    if (names === undefined) {
      const all = this.callsOf(template).map(nameOf);
      names = all.length <= NAMED ? all : [...all.slice(0, NAMED), `and ${all.length - NAMED} more`];
      this.#names.set(template, names);
    }
    return names;
  }
}

function nameOf({ function: name, file, line }: Effect): string {
  return `${name} ${file}:${line}`;
}
