import type { Environment, KeyKind, PrivateKey } from '../helm/environment.ts';
import { encodeBits, encodeDer, encodeIdentifier, encodeInteger, NULL, SEQUENCE } from '../lib/der.ts';
import { encodePem } from '../lib/pem.ts';

const EXPONENT = Uint8Array.of(1, 0, 1);

interface Shape {
  readonly label: string;
  readonly algorithm: PrivateKey['algorithm'];
  /** bytes of a private key in DER */
  readonly length: number;
  /** bytes of a signature */
  readonly signature: number;
}

/** What keys of each kind look like from outside. */
const SHAPES: Readonly<Record<KeyKind, Shape>> = {
  rsa2048: { label: 'RSA PRIVATE KEY', algorithm: 'rsa', length: 1190, signature: 256 },
  rsa4096: { label: 'RSA PRIVATE KEY', algorithm: 'rsa', length: 2348, signature: 512 },
  ecdsa: { label: 'EC PRIVATE KEY', algorithm: 'ecdsa', length: 121, signature: 71 },
  ed25519: { label: 'PRIVATE KEY', algorithm: 'ed25519', length: 48, signature: 64 },
  dsa: { label: 'DSA PRIVATE KEY', algorithm: 'dsa', length: 858, signature: 0 },
};

/**
 * Keys that have the form of real ones and can do nothing: no such key may reach a base, so none is worth the time that a
 * real one takes. A template that gives one back as PEM gets the same key; what is no placeholder is read by `environment`.
 */
export function placeholderKeys(
  environment: Pick<Environment, 'randomBytes' | 'readKey'>,
): Pick<Environment, 'generateKey' | 'readKey'> {
  const known = new Map<string, PrivateKey>();
  return {
    generateKey(kind) {
      const key = makePlaceholder(SHAPES[kind], environment);
      known.set(key.pem.trim(), key);
      return key;
    },
    readKey: (pem) => known.get(pem.trim()) ?? environment.readKey(pem),
  };
}

function makePlaceholder(shape: Shape, { randomBytes }: Pick<Environment, 'randomBytes'>): PrivateKey {
  const { label, algorithm, length, signature } = shape;
  return {
    pem: encodePem(label, randomBytes(length)),
    publicKey: publicKey(randomBytes(256)),
    algorithm,
    sign() {
      if (algorithm === 'dsa')
        throw new Error('x509: certificate private key does not implement crypto.Signer');
      return randomBytes(signature);
    },
  };
}

/** A SubjectPublicKeyInfo that holds these bytes as the modulus of an RSA key. */
function publicKey(modulus: Uint8Array): Uint8Array {
  const algorithm = encodeDer(SEQUENCE, encodeIdentifier('1.2.840.113549.1.1.1'), encodeDer(NULL));
  const numbers = encodeDer(SEQUENCE, encodeInteger(modulus), encodeInteger(EXPONENT));
  return encodeDer(SEQUENCE, algorithm, encodeBits(numbers));
}
