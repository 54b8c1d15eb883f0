// Random edits of resources, as people and programs make them. Nodes are those of src/k8s/node.ts: strings, Maps, arrays, and
// scalars that are neither, which `scalar` makes.

/**
 * @typedef {import('../../src/k8s/node.ts').Node} Node
 * @typedef {import('../../src/k8s/node.ts').Mapping} Mapping
 * @typedef {(tag: string, text: string) => Node} MakeScalar
 * @typedef {() => number} Random from 0 to 1
 */

const ID_FIELDS = ['apiVersion', 'kind'];
const ID_METADATA = ['name', 'namespace'];
const KEYS = [
  'name',
  'value',
  'extra',
  'a/b',
  'with.dots',
  'til~de',
  'x y',
  '123',
  'true',
  'yes',
  'null',
  'enabled',
  'ünicode',
];
const TEXTS = [
  ...[
    'x',
    '',
    'a b',
    '5',
    'true',
    'no',
    'null',
    '~',
    '0644',
    '1e3',
    '1.10',
    '2020-01-01',
    '0x1F',
    ' lead',
    'trail ',
    '- a',
    'a: b',
    '#c',
  ],
  ...[
    '{}',
    '[x]',
    '"q"',
    "it's",
    '*a',
    '&a',
    '!t',
    '@a',
    '%x',
    '|',
    '>',
    'a\nb',
    'a\nb\n',
    'a\n\n',
    'tab\there\nx',
    'k: v\nlist:\n- 1\n- 2\n',
  ],
  ...[
    '10Gi',
    '100m',
    '12:30:45',
    '=',
    '<<',
    'ä€😀',
    'a #b',
    'key: |\n  text\n  more\n',
    'trailing \nblank',
    '\n',
    'x'.repeat(300),
  ],
];
const SCALARS = [
  ...['0', '1', '8080', '-7', '0644', '1000000', '123456789012', '0x1F'].map((text) => ['!!int', text]),
  ...['1.5', '1.10', '1e3'].map((text) => ['!!float', text]),
  ...['true', 'false'].map((text) => ['!!bool', text]),
];

/** @param {number} seed @returns {Random} */
export function randomFrom(seed) {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296;
  };
}

/**
 * The resource after one to four edits; apiVersion, kind, name and namespace stay.
 * @param {Mapping} root @param {Random} random @param {MakeScalar} scalar @returns {Mapping}
 */
export function randomlyEdited(root, random, scalar) {
  const editor = new Editor(random, scalar);
  const count = random() < 0.6 ? 1 : 2 + Math.floor(random() * 3);
  let result = root;
  for (let index = 0; index < count; index++) result = /** @type {Mapping} */ (editor.edit(result, []));
  return result;
}

class Editor {
  /** @param {Random} random @param {MakeScalar} scalar */
  constructor(random, scalar) {
    this.random = random;
    this.scalar = scalar;
  }

  /** @param {Node} node @param {(string | number)[]} path @returns {Node} */
  edit(node, path) {
    if (node instanceof Map) return this.#editMapping(/** @type {Mapping} */ (node), path);
    if (Array.isArray(node)) return this.#editSequence(node, path);
    if (isTextMap(path)) return new Map([[this.#one(KEYS), this.#text()]]);
    return isTextMap(path.slice(0, -1)) ? this.#text() : this.#editScalar(node);
  }

  /** @param {Mapping} node @param {(string | number)[]} path @returns {Node} */
  #editMapping(node, path) {
    const keys = [...node.keys()].filter((key) => !isIdField(path, key));
    const copy = new Map(node);
    const below = path.length === 0 ? 0.94 : path.length < 3 ? 0.8 : 0.62;
    if (keys.length > 0 && this.random() < below) {
      const key = this.#one(keys);
      const child = /** @type {Node} */ (node.get(key));
      copy.set(key, this.edit(child, [...path, key]));
    } else if (keys.length > 0 && path.join() !== '' && this.random() < 0.4) {
      copy.delete(this.#one(keys));
    } else if (path.length > 0 && !isMetadata(path) && this.random() < 0.08) {
      const value = isTextMap(path) ? this.#text() : this.#value(2);
      return this.random() < 0.5 ? new Map() : new Map([[this.#one(KEYS), value]]);
    } else {
      copy.set(this.#freshKey(node, path), isTextMap(path) ? this.#text() : this.#value(2));
    }
    return copy;
  }

  /** @param {readonly Node[]} list @param {(string | number)[]} path @returns {Node} */
  #editSequence(list, path) {
    const copy = [...list];
    const at = Math.floor(this.random() * (list.length + 1));
    const kind = this.random();
    if (kind < 0.5 && list.length > 0) {
      const index = Math.min(at, list.length - 1);
      copy[index] = this.edit(/** @type {Node} */ (list[index]), [...path, index]);
    } else if (kind < 0.62) copy.splice(at, 0, this.#element(list));
    else if (kind < 0.7) copy.push(this.#element(list));
    else if (kind < 0.76) copy.unshift(this.#element(list));
    else if (kind < 0.88 && list.length > 0) copy.splice(Math.min(at, list.length - 1), 1);
    else if (kind < 0.94 && list.length > 1) {
      const [moved] = copy.splice(Math.min(at, list.length - 1), 1);
      copy.splice(Math.floor(this.random() * (copy.length + 1)), 0, /** @type {Node} */ (moved));
    } else if (kind < 0.97) return copy.reverse();
    else return [];
    return copy;
  }

  /** @param {Node} node @returns {Node} */
  #editScalar(node) {
    const kind = this.random();
    if (kind < 0.1) return this.#value(1);
    if (typeof node !== 'string') return kind < 0.7 ? this.#scalar() : this.#text();
    if (node.includes('\n') && kind < 0.85) return this.#editLines(node);
    if (kind < 0.6) return `${node}-x`;
    return kind < 0.9 ? this.#text() : this.#scalar();
  }

  /** @param {string} text */
  #editLines(text) {
    const lines = text.split('\n');
    const at = Math.floor(this.random() * lines.length);
    if (this.random() < 0.3) lines.splice(at, 1);
    else if (this.random() < 0.5) lines.splice(at, 0, this.#one(TEXTS));
    else lines[at] = `${lines[at] ?? ''}!`;
    return lines.join('\n');
  }

  /** An element like those of the list: one of them under another name, one of their kind, or anything. @param {readonly Node[]} list */
  #element(list) {
    const kind = this.random();
    if (list.length === 0 || kind < 0.15) return this.#value(2);
    const model = this.#one(list);
    if (!(model instanceof Map))
      return typeof model === 'string' && kind < 0.8 ? `${model}-new` : this.#value(1);
    const copy = new Map(/** @type {Mapping} */ (model));
    for (const [key, value] of copy) {
      if (typeof value === 'string') copy.set(key, kind < 0.25 ? value : `${value}-new`);
      else if (key === 'containerPort' || key === 'port') copy.set(key, this.#scalar());
      if (kind < 0.9) break;
    }
    return copy;
  }

  /** @param {number} depth @returns {Node} */
  #value(depth) {
    const kind = this.random();
    if (depth > 0 && kind < 0.15) return this.#mapping(depth);
    if (depth > 0 && kind < 0.3) return this.#sequence(depth);
    if (kind < 0.33) return this.scalar('!!null', 'null');
    return kind < 0.75 ? this.#text() : this.#scalar();
  }

  /** @param {number} depth */
  #mapping(depth) {
    const count = Math.floor(this.random() * 4);
    return new Map(Array.from({ length: count }, () => [this.#one(KEYS), this.#value(depth - 1)]));
  }

  /** @param {number} depth */
  #sequence(depth) {
    return Array.from({ length: Math.floor(this.random() * 4) }, () => this.#value(depth - 1));
  }

  /** @param {Mapping} node @param {(string | number)[]} path */
  #freshKey(node, path) {
    const key = this.#one(KEYS);
    return isIdField(path, key) || (isMetadata(path) && ID_METADATA.includes(key)) || node.has(key)
      ? `new${node.size}`
      : key;
  }

  #text() {
    return this.#one(TEXTS);
  }

  #scalar() {
    const [tag = '', text = ''] = this.#one(SCALARS);
    return this.scalar(tag, text);
  }

  /** @template Value @param {readonly Value[]} values @returns {Value} */
  #one(values) {
    return /** @type {Value} */ (values[Math.floor(this.random() * values.length)]);
  }
}

/** @param {(string | number)[]} path @param {string} key */
function isIdField(path, key) {
  if (path.length === 0) return ID_FIELDS.includes(key);
  return isMetadata(path) && ID_METADATA.includes(key);
}

/** @param {(string | number)[]} path */
function isMetadata(path) {
  return path.length === 1 && path[0] === 'metadata';
}

/** Whether Kustomize insists on texts. @param {(string | number)[]} path */
function isTextMap(path) {
  return path.length === 2 && path[0] === 'metadata';
}
