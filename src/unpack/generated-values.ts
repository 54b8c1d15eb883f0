import type { Manifest } from '../helm/manifests.ts';
import type { Rendered } from '../helm/render.ts';
import type { Plain } from '../k8s/plain.ts';
import type { Finding } from '../lib/finding.ts';
import { checksumCoverage, type ChecksumCoverage } from './checksum-coverage.ts';
import { differences, pointerOf, type Difference, type FieldPath } from './differences.ts';
import { generatedParts, type Part } from './generated-parts.ts';
import { Generators } from './generators.ts';
import { holdsKeyMaterial, isKeyMaterial, markKeyMaterial } from './key-material.ts';
import { isPlainPassword, makesPasswords, nameOfField } from './plain-passwords.ts';
import { dataOf, describeObject, manifestsByTemplate, objectsIn } from './rendered-objects.ts';
import type { PlainMap } from './resource.ts';
import { SecretTexts } from './secret-texts.ts';
import { ValueAdvice } from './value-advice.ts';

/** A Secret with something in it that a chart makes up. */
export interface GeneratedSecret {
  /** keys of its data whose values are generated */
  readonly keys: readonly string[];
  /** the calls that may have made them */
  readonly generators: readonly string[];
}

/** A certificate or key that stands outside a Secret and belongs to a pair that a chart makes up. */
export interface PublicHalf {
  readonly identity: string;
  /** JSON pointer */
  readonly path: string;
  /** how to have the chart make none */
  readonly advice: string;
}

/** A field that is generated and no secret: it gets one value for good. */
export interface FrozenField {
  readonly identity: string;
  /** JSON pointer */
  readonly path: string;
  /** the calls that may have made it */
  readonly generator: string;
}

/** What is to be done to a field of an object. */
export type FieldEdit = { readonly path: FieldPath } & (
  | { readonly action: 'remove' }
  | { readonly action: 'set'; readonly value: Plain }
  | { readonly action: 'hash'; readonly covers: readonly string[]; readonly value: string }
  | {
      readonly action: 'freeze';
      readonly field: FrozenField;
      readonly value: Plain;
      /** the generated pieces of a text; undefined where the value as a whole is generated */
      readonly parts: readonly Part[] | undefined;
    }
);

/** What is to be done to one object of a document. */
export interface ObjectEdits {
  readonly identity: string;
  readonly isDropped: boolean;
  readonly edits: readonly FieldEdit[];
  /** of a Secret that is dropped: what of its data is generated */
  readonly generatedPaths: readonly FieldPath[];
}

/** What two renders of a chart wrote differently. */
export interface GeneratedFields {
  /** by identity */
  readonly secrets: ReadonlyMap<string, GeneratedSecret>;
  readonly frozen: readonly FrozenField[];
  readonly publicHalves: readonly PublicHalf[];
  /** the objects of each document of the first render that has such fields, in their order */
  readonly documents: ReadonlyMap<Manifest, readonly ObjectEdits[]>;
  readonly checksums: readonly ChecksumCoverage[];
  readonly findings: readonly Finding[];
}

/**
 * The generated fields of a render, which is the first, by comparison with a second one whose random source and clock differ
 * wherever they are asked. Where both are one and the same render nothing is generated.
 */
export function findGenerated(first: Rendered, second: Rendered): GeneratedFields {
  const comparison = new Comparison(first);
  if (first !== second) comparison.run(second);
  return comparison.result();
}

type Pair = readonly [template: string, index: number, first: Manifest, second: Manifest];

interface OpenEdits {
  readonly identity: string;
  readonly data: PlainMap;
  isDropped: boolean;
  edits: FieldEdit[];
  readonly generatedPaths: FieldPath[];
}

class Comparison {
  readonly #first: Rendered;
  readonly #generators: Generators;
  readonly #advice: ValueAdvice;
  readonly #checksums: readonly ChecksumCoverage[];
  readonly #secrets = new Map<string, GeneratedSecret>();
  readonly #publicHalves: PublicHalf[] = [];
  readonly #documents = new Map<Manifest, OpenEdits[]>();
  readonly #findings: Finding[] = [];
  readonly #secretTexts = new SecretTexts();

  constructor(first: Rendered) {
    this.#first = first;
    this.#generators = new Generators(first.effects);
    this.#advice = new ValueAdvice(first.frames);
    this.#checksums = checksumCoverage(first);
  }

  run(second: Rendered): void {
    for (const pair of this.#pairs(second)) this.#compareDocuments(pair);
    this.#markSecretCopies();
    this.#reportPasswords();
  }

  result(): GeneratedFields {
    const frozen = [...this.#documents.values()]
      .flat()
      .flatMap(({ edits }) => edits.flatMap((edit) => (edit.action === 'freeze' ? [edit.field] : [])));
    return {
      secrets: this.#secrets,
      frozen,
      publicHalves: this.#publicHalves,
      documents: this.#documents,
      checksums: this.#checksums,
      findings: this.#findings,
    };
  }

  /** Documents of one template belong together by their order in it. */
  #pairs(second: Rendered): Pair[] {
    const others = manifestsByTemplate(second);
    const pairs: Pair[] = [];
    for (const [template, manifests] of manifestsByTemplate(this.#first)) {
      const list = others.get(template) ?? [];
      const isSameShape =
        list.length === manifests.length && manifests.every(({ kind }, index) => kind === list[index]!.kind);
      if (!isSameShape) this.#findings.push(varyingShape(template, this.#generators.namesOf(template)));
      for (const [index, manifest] of manifests.entries()) {
        const other = isSameShape
          ? list[index]
          : list.find(({ kind, name }) => kind === manifest.kind && name === manifest.name);
        if (other !== undefined) pairs.push([template, index, manifest, other]);
      }
    }
    return pairs;
  }

  #compareDocuments([template, index, first, second]: Pair): void {
    if (first.content === second.content) return;
    const objects = objectsIn(dataOf(first));
    const others = objectsIn(dataOf(second));
    if (objects.length !== others.length) {
      this.#findings.push(varyingShape(template, this.#generators.namesOf(template)));
      return;
    }
    const edits = objects.map((object, at) =>
      this.#compareObjects(template, `${template.replaceAll('/', ':')}#${index + at}`, object, others[at]!),
    );
    if (edits.some(({ edits: list, isDropped }) => isDropped || list.length > 0))
      this.#documents.set(first, edits);
  }

  #compareObjects(template: string, place: string, first: PlainMap, second: PlainMap): OpenEdits {
    const all = differences(first, second);
    const hasGeneratedName = all.some(({ path }) => pointerOf(path) === '/metadata/name');
    const object = describeObject(first, hasGeneratedName ? `*${place}` : undefined);
    const { identity, data } = object;
    const result: OpenEdits = { identity, data, isDropped: false, edits: [], generatedPaths: [] };
    const isSecret = object.kind === 'Secret' && object.group === '';
    const [secret, rest] = isSecret ? partition(all, isSecretData) : [[], all];
    if (secret.length > 0) {
      result.isDropped = true;
      result.generatedPaths.push(...secret.map(({ path }) => path));
      const keys = [...new Set(secret.map(({ path }) => String(path[1] ?? path[0])))];
      this.#secrets.set(object.identity, { keys, generators: this.#generators.namesOf(template) });
      const title = describeObject(first);
      this.#secretTexts.add(title.name, secret);
      if (hasGeneratedName) result.edits = this.#edits(template, object.identity, rest);
    } else result.edits = this.#edits(template, object.identity, rest);
    return result;
  }

  #edits(template: string, identity: string, fields: readonly Difference[]): FieldEdit[] {
    return fields.flatMap((field) => this.#edit(template, identity, field));
  }

  #edit(template: string, identity: string, { path, first, second }: Difference): FieldEdit[] {
    const field = {
      identity,
      path: pointerOf(path),
      generator: this.#generators.namesOf(template).join(', '),
    };
    if (typeof first !== 'string' || typeof second !== 'string')
      return [{ path, action: 'freeze', field, value: first, parts: undefined }];
    const covers = this.#coverageOf(template, path, first);
    if (covers !== undefined) return [{ path, action: 'hash', covers, value: first }];
    if (!holdsKeyMaterial(first)) return [freezeText(path, field, first, second)];
    this.#publicHalves.push({ identity, path: field.path, advice: this.#adviseFor(template) });
    this.#findings.push(this.#leftOut(template, identity, field.path));
    if (isKeyMaterial(first) && typeof path.at(-1) === 'string') return [{ path, action: 'remove' }];
    const [marked, other] = [markKeyMaterial(first), markKeyMaterial(second)];
    return [
      marked === other ? { path, action: 'set', value: marked } : freezeText(path, field, marked, other),
    ];
  }

  /** The templates whose text an annotation is the hash of, where that is known. */
  #coverageOf(template: string, path: FieldPath, value: string): readonly string[] | undefined {
    if (path.at(-2) !== 'annotations' || !/^[0-9a-f]{8,64}$/.test(value)) return undefined;
    return this.#checksums.find(
      ({ template: place, annotation }) => place === template && annotation === path.at(-1),
    )?.covers;
  }

  #adviseFor(template: string): string {
    return this.#advice.for(template, this.#generators.callsOf(template));
  }

  #leftOut(template: string, identity: string, path: string): Finding {
    return {
      code: 'GENERATED_CERTIFICATE',
      severity: 'warning',
      message: `${identity} ${path} holds a certificate or key that the chart makes anew at each render: it is left out of the base`,
      location: { file: template },
      hint: this.#adviseFor(template),
    };
  }

  /** A field that repeats what a generated Secret holds would put it into Git: a mark takes its place. */
  #markSecretCopies(): void {
    for (const objects of this.#documents.values()) {
      for (const object of objects) {
        object.edits = object.edits.map((edit) => {
          if (edit.action !== 'freeze' || typeof edit.value !== 'string' || edit.parts === undefined)
            return edit;
          const marked = this.#secretTexts.mark(edit.value, edit.parts);
          if (marked === undefined) return edit;
          this.#findings.push(secretCopy(object.identity, edit.field.path, marked.secrets));
          const { path } = edit;
          return marked.parts.length === 0
            ? { path, action: 'set', value: marked.text }
            : { ...edit, value: marked.text, parts: marked.parts };
        });
      }
    }
  }

  /** What looks like a password and is in no Secret would be frozen like any other text. */
  #reportPasswords(): void {
    for (const [{ path: template }, objects] of this.#documents) {
      const calls = this.#generators.callsOf(template).filter((call) => makesPasswords(call.function));
      if (calls.length === 0) continue;
      for (const { edits, data, identity } of objects) {
        for (const edit of edits) {
          if (edit.action !== 'freeze' || typeof edit.value !== 'string') continue;
          const { path, value: text, parts = [{ start: 0, end: text.length }] } = edit;
          if (!isPlainPassword({ path, text, parts }, data)) continue;
          const advice = this.#advice.forPassword(template, calls);
          this.#findings.push(
            plainPassword(identity, edit.field.path, nameOfField(path, data), advice, template),
          );
        }
      }
    }
  }
}

function isSecretData({ path }: Difference): boolean {
  return path[0] === 'data' || path[0] === 'stringData';
}

function partition<T>(items: readonly T[], test: (item: T) => boolean): [T[], T[]] {
  return [items.filter(test), items.filter((item) => !test(item))];
}

function freezeText(path: FieldPath, field: FrozenField, first: string, second: string): FieldEdit {
  return { path, action: 'freeze', field, value: first, parts: generatedParts(first, second) };
}

function varyingShape(template: string, generators: readonly string[]): Finding {
  return {
    code: 'GENERATED_SHAPE',
    severity: 'error',
    message: `which objects this template renders depends on a random value or the time, so the base may differ at the next unpack`,
    location: { file: template },
    hint: `set the values that decide it instead: see ${generators.join(', ')}`,
  };
}

function plainPassword(identity: string, path: string, name: string, hint: string, file: string): Finding {
  return {
    code: 'GENERATED_PASSWORD',
    severity: 'warning',
    message: `${identity} ${path} (${name}) looks like a password that the chart makes up and keeps in no Secret: it stays as it is now, for all who read the base and its lock`,
    location: { file },
    hint,
  };
}

function secretCopy(identity: string, path: string, secrets: readonly string[]): Finding {
  return {
    code: 'GENERATED_SECRET_COPY',
    severity: 'warning',
    message: `${identity} ${path} repeats a value that the chart generates for Secret ${secrets.join(', ')}: the base has a mark in its place`,
    hint: 'set the value of the chart that names a Secret of your own, or patch the field to read from the Secret',
  };
}
