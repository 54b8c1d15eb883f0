import { EMPTY_MAPPING, fieldOf, isMapping, isNull, textOf, withField, withoutField } from '../k8s/node.ts';
import type { Mapping, Node } from '../k8s/node.ts';
import { settleLinks, withoutLinks } from '../k8s/linked-values.ts';
import { InfraError } from '../lib/error.ts';
import { NO_BOOKKEEPING, bookkeepingIn, withBookkeeping, withoutBookkeeping } from './bookkeeping.ts';
import type { Behavior, Bookkeeping } from './bookkeeping.ts';
import { splitApiVersion } from './gvk.ts';
import { placeLocation, type Place } from './place.ts';
import { takeRecords, withRecords } from './recorded-annotations.ts';
import { effectiveNamespace, idKey, printId, type ResourceId } from './resource-id.ts';
import { setScalar } from './set-scalar.ts';

export type { Behavior, Place };

const NO_IDS: readonly ResourceId[] = [];

/**
 * A resource on its way through a build: an immutable document, replaced whenever it changes, and what Kustomize must
 * remember beside it (Kustomize itself keeps that in annotations, and takes them at their word where a file has them).
 */
export class Resource {
  readonly place: Place;
  /** Prefixes and suffixes that it got, in order. */
  prefixes: readonly string[] = [];
  suffixes: readonly string[] = [];
  needsHash = false;
  behavior: Behavior = 'unspecified';
  /** Made from a Helm chart: `namespace` leaves it alone. */
  fromHelm = false;
  /** Names of the vars that take a value from it. */
  varNames: readonly string[] = [];
  /** The text of `config.kubernetes.io/origin`, and one text a transformation, where the build records them. */
  origin: string | undefined;
  transformations: readonly string[] = [];
  /** Some values of its document are linked: what is set in one place is then set in all. */
  hasLinks = false;
  private document: Mapping | undefined;
  private presentId: ResourceId | undefined;
  private presentKey: string | undefined;
  private remembered: readonly ResourceId[] = NO_IDS;
  /** An id was to be remembered that Kustomize's lists cannot hold. */
  private isGarbled = false;

  constructor(root: Mapping, place: Place, isRead = true) {
    this.document = root;
    this.place = place;
    const bookkeeping = isRead ? bookkeepingIn(root) : undefined;
    if (bookkeeping !== undefined) this.remember(bookkeeping);
  }

  /** The document; empty once the resource was deleted (isDeleted). */
  get root(): Mapping {
    return this.document ?? EMPTY_MAPPING;
  }

  set root(root: Mapping) {
    if (root === this.document) return;
    this.document = this.hasLinks ? settleLinks(this.root, root) : root;
    this.presentId = undefined;
    this.presentKey = undefined;
  }

  get isDeleted(): boolean {
    return this.document === undefined || this.document.size === 0;
  }

  delete(): void {
    this.document = undefined;
    this.presentId = undefined;
    this.presentKey = undefined;
  }

  /** The present id. */
  get id(): ResourceId {
    return (this.presentId ??= idOf(this.root));
  }

  /** A text that two resources share exactly if their present ids are equal. */
  get key(): string {
    return (this.presentKey ??= idKey(this.id));
  }

  /**
   * Each kind, name and namespace (the one that counts) it had before the present ones, oldest first, with the present group
   * and version. Throws if one of them was empty or had a comma, which Kustomize cannot remember.
   */
  get previousIds(): readonly ResourceId[] {
    const { remembered } = this;
    if (remembered.length === 0) return remembered;
    if (this.isGarbled) throw garbledId(this);
    const { group, version } = this.id;
    for (const id of remembered) {
      if (id.group !== group || id.version !== version) {
        return (this.remembered = remembered.map((old) => ({ ...old, group, version })));
      }
    }
    return remembered;
  }

  set previousIds(ids: readonly ResourceId[]) {
    this.remembered = ids;
    this.isGarbled = false;
  }

  /** The id it was read with. */
  get originalId(): ResourceId {
    return this.previousIds[0] ?? this.id;
  }

  get name(): string {
    return this.id.name;
  }

  get namespace(): string {
    return this.id.namespace;
  }

  get kind(): string {
    return this.id.kind;
  }

  /** Remembers the present id as a previous one; called before a change of name, namespace or kind. */
  rememberId(): void {
    const { id } = this;
    const { group, version, kind, name } = id;
    if (name === '' || hasComma(id)) this.isGarbled = true;
    if (name === '') return;
    const old = { group, version, kind, name, namespace: effectiveNamespace(id) };
    this.remembered = this.remembered.length === 0 ? [old] : [...this.remembered, old];
  }

  /** Notes a prefix; one with commas counts as several. */
  addPrefix(prefix: string): void {
    if (prefix !== '') this.prefixes = withAffix(this.prefixes, prefix);
  }

  /** Notes a suffix; one with commas counts as several. */
  addSuffix(suffix: string): void {
    if (suffix !== '') this.suffixes = withAffix(this.suffixes, suffix);
  }

  /**
   * The document with all that is remembered in annotations: what patches work on in Kustomize. A JSON patch can add to these
   * annotations where there seem to be none, and a merge patch that takes them all away makes a resource forget.
   */
  get annotatedRoot(): Mapping {
    const root = withBookkeeping(this.root, this.bookkeeping);
    return this.isRecorded ? withRecords(root, this) : root;
  }

  /** Sets the document that came of `annotatedRoot`, and forgets what its annotations do not say any more. */
  takeAnnotatedRoot(root: Mapping): void {
    const records = this.isRecorded ? takeRecords(root) : undefined;
    this.root = withoutBookkeeping(records?.root ?? root);
    this.remember(bookkeepingIn(root) ?? NO_BOOKKEEPING);
    if (records !== undefined) ({ origin: this.origin, transformations: this.transformations } = records);
  }

  setName(name: string): void {
    this.setMetadata('name', name);
  }

  /** Sets the namespace; an empty one takes the field away. */
  setNamespace(namespace: string): void {
    if (namespace !== '') {
      this.setMetadata('namespace', namespace);
      return;
    }
    const metadata = this.root.get('metadata');
    if (isMapping(metadata))
      this.root = withField(this.root, 'metadata', withoutField(metadata, 'namespace'));
  }

  setKind(kind: string): void {
    this.root = withText(this.root, 'kind', kind);
  }

  /** Ends all links between values, as what makes the document anew does: a JSON patch. */
  unlink(): void {
    if (!this.hasLinks) return;
    this.hasLinks = false;
    this.root = withoutLinks(this.root);
  }

  /** A resource that can change without this one: the document is shared. */
  copy(): Resource {
    const copy = new Resource(this.root, this.place, false);
    copy.document = this.document;
    copy.presentId = this.presentId;
    copy.presentKey = this.presentKey;
    copy.remembered = this.remembered;
    copy.isGarbled = this.isGarbled;
    copy.prefixes = this.prefixes;
    copy.suffixes = this.suffixes;
    copy.needsHash = this.needsHash;
    copy.behavior = this.behavior;
    copy.fromHelm = this.fromHelm;
    copy.varNames = this.varNames;
    copy.origin = this.origin;
    copy.transformations = this.transformations;
    copy.hasLinks = this.hasLinks;
    return copy;
  }

  private setMetadata(field: string, text: string): void {
    const { root } = this;
    const metadata = root.get('metadata');
    this.root = withField(
      root,
      'metadata',
      withText(isMapping(metadata) ? metadata : EMPTY_MAPPING, field, text),
    );
  }

  private get isRecorded(): boolean {
    return this.origin !== undefined || this.transformations.length > 0;
  }

  private get bookkeeping(): Bookkeeping {
    const { remembered, isGarbled, prefixes, suffixes, needsHash, behavior, fromHelm } = this;
    return { remembered, isGarbled, prefixes, suffixes, needsHash, behavior, fromHelm };
  }

  private remember(bookkeeping: Bookkeeping): void {
    this.remembered = bookkeeping.remembered;
    this.isGarbled = bookkeeping.isGarbled;
    this.prefixes = bookkeeping.prefixes;
    this.suffixes = bookkeeping.suffixes;
    this.needsHash = bookkeeping.needsHash;
    this.behavior = bookkeeping.behavior;
    this.fromHelm = bookkeeping.fromHelm;
  }
}

function withText(mapping: Mapping, field: string, text: string): Mapping {
  const old = mapping.get(field);
  return withField(mapping, field, old === undefined ? text : setScalar(old, text));
}

function hasComma({ kind, name, namespace }: ResourceId): boolean {
  return name.includes(',') || namespace.includes(',') || kind.includes(',');
}

function withAffix(affixes: readonly string[], affix: string): readonly string[] {
  return affix.includes(',') ? [...affixes, ...affix.split(',')] : [...affixes, affix];
}

/** The id that a document says it has. */
export function idOf(root: Mapping): ResourceId {
  const metadata = root.get('metadata');
  const { group, version } = splitApiVersion(textOf(root.get('apiVersion')) ?? '');
  return {
    group,
    version,
    kind: textOf(root.get('kind')) ?? '',
    name: metadataText(fieldOf(metadata, 'name')),
    namespace: metadataText(fieldOf(metadata, 'namespace')),
  };
}

function metadataText(node: Node | undefined): string {
  return typeof node === 'string' ? node : isNull(node) ? '' : (textOf(node) ?? '');
}

function garbledId({ id, place }: Resource): InfraError {
  return new InfraError(
    'MANIFEST',
    `${printId(id)} had a name that is empty or has a comma before it was changed`,
    {
      location: placeLocation(place),
      hint: 'give it a name without commas before a prefix, a suffix, a namespace or a patch changes its id',
    },
  );
}
