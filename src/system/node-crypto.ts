type NodeCrypto = typeof import('node:crypto');

let loaded: NodeCrypto | undefined;

/** The module `node:crypto`, loaded when it is first needed: most runs need none of it. */
export function nodeCrypto(): NodeCrypto {
  loaded ??= process.getBuiltinModule('node:crypto');
  return loaded;
}
