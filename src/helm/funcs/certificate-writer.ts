import { sha1 } from '@noble/hashes/legacy.js';
import { quote } from '../../gotemplate/quote.ts';
import {
  BIT_STRING,
  contentsOf,
  encodeBits,
  encodeDer,
  encodeIdentifier,
  encodeInteger,
  equalBytes,
  GENERALIZED_TIME,
  INTEGER,
  NULL,
  OCTET_STRING,
  PRINTABLE_STRING,
  readDer,
  readParts,
  SEQUENCE,
  SET,
  UTC_TIME,
  UTF8_STRING,
} from '../../lib/der.ts';
import { sha256 } from '../../lib/sha256.ts';
import { isAscii, toBytes } from '../../lib/utf8.ts';
import type { PrivateKey } from '../environment.ts';
import type { Profile } from '../profile.ts';
import type { AuthorityCertificate } from './certificate-reader.ts';

/** What goes into a certificate. */
export interface CertificateRequest {
  readonly commonName: string;
  readonly ipAddresses: readonly Uint8Array[];
  readonly dnsNames: readonly string[];
  readonly serial: Uint8Array;
  /** nanoseconds since 1970 */
  readonly notBefore: bigint;
  readonly notAfter: bigint;
  readonly isAuthority: boolean;
  readonly publicKey: Uint8Array;
}

/** Who signs; `certificate` is missing when the certificate signs itself. */
export interface Signer {
  readonly key: PrivateKey;
  readonly certificate?: AuthorityCertificate;
}

const TRUE = encodeDer(0x01, Uint8Array.of(0xff));
const CONTEXT = 0x80;
const CONTEXT_CONSTRUCTED = 0xa0;
const DNS_NAME = 2;
const IP_ADDRESS = 7;
/** Curves, as the contents of their identifiers. */
const P384 = '43,129,4,0,34';
const P521 = '43,129,4,0,35';

/**
 * An X.509 certificate in DER, with the extensions that Go's x509.CreateCertificate writes for sprig's template, in its
 * order. Throws an Error with Go's message for a name that no certificate can hold.
 */
export function writeCertificate(request: CertificateRequest, signer: Signer, profile: Profile): Uint8Array {
  const subject = encodeName(request.commonName);
  const algorithm = signatureAlgorithm(signer.key);
  const issuer = signer.certificate?.subject ?? subject;
  const authorityKey = equalBytes(issuer, subject) ? undefined : signer.certificate?.subjectKeyIdentifier;
  if (signer.certificate !== undefined && !equalBytes(signer.certificate.publicKey, signer.key.publicKey)) {
    throw new Error("x509: provided PrivateKey doesn't match parent's PublicKey");
  }
  const signed = encodeDer(
    SEQUENCE,
    encodeDer(CONTEXT_CONSTRUCTED, encodeDer(INTEGER, Uint8Array.of(2))),
    encodeInteger(request.serial),
    algorithm,
    issuer,
    encodeDer(SEQUENCE, encodeTime(request.notBefore), encodeTime(request.notAfter)),
    subject,
    request.publicKey,
    encodeDer(CONTEXT_CONSTRUCTED | 3, encodeDer(SEQUENCE, ...extensions(request, authorityKey, profile))),
  );
  return encodeDer(SEQUENCE, signed, algorithm, encodeBits(signer.key.sign(signed)));
}

function signatureAlgorithm(key: PrivateKey): Uint8Array {
  switch (key.algorithm) {
    case 'rsa':
      return encodeDer(SEQUENCE, encodeIdentifier('1.2.840.113549.1.1.11'), encodeDer(NULL));
    case 'ecdsa':
      return encodeDer(SEQUENCE, encodeIdentifier(`1.2.840.10045.4.3.${curveVariant(key.publicKey)}`));
    case 'ed25519':
      return encodeDer(SEQUENCE, encodeIdentifier('1.3.101.112'));
    case 'dsa':
      throw new Error('x509: certificate private key does not implement crypto.Signer');
  }
}

/** Larger curves sign with larger hashes: SHA-256 is 2, SHA-384 is 3, SHA-512 is 4. */
function curveVariant(publicKey: Uint8Array): number {
  const algorithm = readParts(readDer(publicKey)!)?.[0];
  const curve = algorithm && readParts(algorithm)?.[1];
  const name = curve === undefined ? '' : contentsOf(curve).join();
  return name === P384 ? 3 : name === P521 ? 4 : 2;
}

function extensions(
  request: CertificateRequest,
  authorityKey: Uint8Array | undefined,
  profile: Profile,
): Uint8Array[] {
  const { isAuthority } = request;
  // digitalSignature and keyEncipherment, for an authority keyCertSign too
  const usage = encodeDer(BIT_STRING, isAuthority ? Uint8Array.of(2, 0xa4) : Uint8Array.of(5, 0xa0));
  const purposes = encodeDer(
    SEQUENCE,
    encodeIdentifier('1.3.6.1.5.5.7.3.1'),
    encodeIdentifier('1.3.6.1.5.5.7.3.2'),
  );
  const result = [
    extension('2.5.29.15', true, usage),
    extension('2.5.29.37', false, purposes),
    extension('2.5.29.19', true, isAuthority ? encodeDer(SEQUENCE, TRUE) : encodeDer(SEQUENCE)),
  ];
  if (isAuthority)
    result.push(
      extension('2.5.29.14', false, encodeDer(OCTET_STRING, keyIdentifier(request.publicKey, profile))),
    );
  if (authorityKey !== undefined && authorityKey.length > 0) {
    result.push(extension('2.5.29.35', false, encodeDer(SEQUENCE, encodeDer(CONTEXT, authorityKey))));
  }
  if (request.dnsNames.length > 0 || request.ipAddresses.length > 0) {
    result.push(extension('2.5.29.17', request.commonName === '', alternativeNames(request)));
  }
  return result;
}

function extension(identifier: string, critical: boolean, value: Uint8Array): Uint8Array {
  const parts = critical ? [TRUE] : [];
  return encodeDer(SEQUENCE, encodeIdentifier(identifier), ...parts, encodeDer(OCTET_STRING, value));
}

/** 160 bits of a hash of the public key: SHA-256 since Go 1.25, SHA-1 in builds of Helm 3 (which asks for Go's old rule). */
function keyIdentifier(publicKey: Uint8Array, profile: Profile): Uint8Array {
  const bits = readParts(readDer(publicKey)!)![1]!;
  const key = contentsOf(bits).slice(1);
  return profile.major === 3 ? sha1(key) : sha256(key).subarray(0, 20);
}

function alternativeNames({ dnsNames, ipAddresses }: CertificateRequest): Uint8Array {
  const names = dnsNames.map((name) => {
    if (!isAscii(name)) throw new Error(`x509: ${quote(name)} cannot be encoded as an IA5String`);
    return encodeDer(CONTEXT | DNS_NAME, toBytes(name));
  });
  return encodeDer(
    SEQUENCE,
    ...names,
    ...ipAddresses.map((address) => encodeDer(CONTEXT | IP_ADDRESS, address)),
  );
}

/** A distinguished name with nothing but a common name; an empty one has no parts. */
function encodeName(commonName: string): Uint8Array {
  if (commonName === '') return encodeDer(SEQUENCE);
  if (!commonName.isWellFormed()) throw new Error('asn1: string not valid UTF-8');
  const tag = /^[A-Za-z0-9 '()+,\-./:=?]*$/.test(commonName) ? PRINTABLE_STRING : UTF8_STRING;
  const attribute = encodeDer(SEQUENCE, encodeIdentifier('2.5.4.3'), encodeDer(tag, toBytes(commonName)));
  return encodeDer(SEQUENCE, encodeDer(SET, attribute));
}

/** Whole seconds, with two digits for the year where that is clear. */
function encodeTime(nanoseconds: bigint): Uint8Array {
  const milliseconds = nanoseconds / 1_000_000n - (nanoseconds < 0n ? 1n : 0n);
  const digits = new Date(Number(milliseconds)).toISOString().replace(/\.\d+|[-:T]/g, '');
  const year = Number(digits.slice(0, 4));
  return year >= 1950 && year < 2050
    ? encodeDer(UTC_TIME, toBytes(digits.slice(2)))
    : encodeDer(GENERALIZED_TIME, toBytes(digits));
}
