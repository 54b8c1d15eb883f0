import {
  BIT_STRING,
  contentsOf,
  INTEGER,
  OBJECT_IDENTIFIER,
  OCTET_STRING,
  readDer,
  readParts,
  SEQUENCE,
  wholeOf,
} from '../../lib/der.ts';
import type { DerValue } from '../../lib/der.ts';

/** What signing needs to know about the certificate of an authority. */
export interface AuthorityCertificate {
  /** the subject, encoded */
  readonly subject: Uint8Array;
  /** the SubjectPublicKeyInfo, encoded */
  readonly publicKey: Uint8Array;
  readonly subjectKeyIdentifier: Uint8Array | undefined;
}

const EXPLICIT_VERSION = 0xa0;
const EXPLICIT_EXTENSIONS = 0xa3;
/** 2.5.29.14 */
const SUBJECT_KEY_IDENTIFIER = '85,29,14';

/** Reads an X.509 certificate; throws an Error that says what is wrong with it. */
export function readCertificate(bytes: Uint8Array): AuthorityCertificate {
  const certificate = readDer(bytes);
  if (certificate?.tag !== SEQUENCE) throw new Error('x509: malformed certificate');
  if (certificate.end !== bytes.length) throw new Error('x509: trailing data');
  const [signed] = parts(certificate, 'x509: malformed certificate');
  if (signed?.tag !== SEQUENCE) throw new Error('x509: malformed tbs certificate');
  const fields = parts(signed, 'x509: malformed tbs certificate');
  if (fields[0]?.tag === EXPLICIT_VERSION) fields.shift();
  const [serial, algorithm, issuer, validity, subject, publicKey, ...rest] = fields;
  if (serial?.tag !== INTEGER) throw new Error('x509: malformed serial number');
  if (algorithm?.tag !== SEQUENCE) throw new Error('x509: malformed signature algorithm identifier');
  if (issuer?.tag !== SEQUENCE) throw new Error('x509: malformed issuer');
  if (validity?.tag !== SEQUENCE) throw new Error('x509: malformed validity');
  if (subject?.tag !== SEQUENCE) throw new Error('x509: malformed issuer');
  if (publicKey?.tag !== SEQUENCE || readParts(publicKey)?.[1]?.tag !== BIT_STRING)
    throw new Error('x509: malformed spki');
  const extensions = rest.find((field) => field.tag === EXPLICIT_EXTENSIONS);
  return {
    subject: wholeOf(subject),
    publicKey: wholeOf(publicKey),
    subjectKeyIdentifier: extensions && findSubjectKeyIdentifier(extensions),
  };
}

function findSubjectKeyIdentifier(field: DerValue): Uint8Array | undefined {
  const [list] = parts(field, 'x509: malformed extensions');
  if (list?.tag !== SEQUENCE) throw new Error('x509: malformed extensions');
  for (const extension of parts(list, 'x509: malformed extensions')) {
    const members = parts(extension, 'x509: malformed extension');
    const identifier = members[0];
    if (identifier?.tag !== OBJECT_IDENTIFIER) throw new Error('x509: malformed extension OID field');
    if (contentsOf(identifier).join() !== SUBJECT_KEY_IDENTIFIER) continue;
    const value = members.at(-1)!;
    const key = readDer(contentsOf(value));
    if (value.tag !== OCTET_STRING || key?.tag !== OCTET_STRING)
      throw new Error('x509: invalid subject key identifier');
    return contentsOf(key);
  }
  return undefined;
}

function parts(value: DerValue, message: string): DerValue[] {
  const result = readParts(value);
  if (result === undefined) throw new Error(message);
  return result;
}
