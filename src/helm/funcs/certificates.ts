import { formatValue } from '../../gotemplate/format.ts';
import { GoError } from '../../gotemplate/function.ts';
import { GoObject } from '../../gotemplate/value.ts';
import type { Value } from '../../gotemplate/value.ts';
import { decodeBase64 } from '../../lib/base64.ts';
import { decodePem, encodePem } from '../../lib/pem.ts';
import { fromBytes } from '../../lib/utf8.ts';
import type { FunctionContext, PrivateKey } from '../environment.ts';
import { readCertificate } from './certificate-reader.ts';
import type { AuthorityCertificate } from './certificate-reader.ts';
import { writeCertificate } from './certificate-writer.ts';
import type { CertificateRequest, Signer } from './certificate-writer.ts';
import { parseIpAddress } from './ip-address.ts';

const DAY = 86_400_000_000_000n;

/** A certificate with its key, both PEM: what sprig's certificate functions return and take. */
export class Certificate extends GoObject {
  readonly type = 'sprig.certificate';
  readonly kind = 'struct';
  override readonly fields: ReadonlyMap<string, string>;
  constructor(cert: string, key: string) {
    super();
    this.fields = new Map([
      ['Cert', cert],
      ['Key', key],
    ]);
  }
}

/** Whom a certificate is for. */
export interface CertificateSubject {
  readonly commonName: string;
  readonly ips: readonly Value[] | null;
  readonly dnsNames: readonly Value[] | null;
  readonly days: number;
}

/** Makes an authority's certificate, signed with its own key. */
export function makeAuthority(
  context: FunctionContext,
  commonName: string,
  days: number,
  key: PrivateKey,
): Certificate {
  return issue(context, { commonName, ips: null, dnsNames: null, days }, true, key);
}

/** Makes a certificate signed with its own key. */
export function makeSelfSigned(
  context: FunctionContext,
  subject: CertificateSubject,
  key: PrivateKey,
): Certificate {
  return issue(context, subject, false, key);
}

/** Makes a certificate signed by an authority. */
export function makeSigned(
  context: FunctionContext,
  subject: CertificateSubject,
  authority: GoObject,
  key: PrivateKey,
): Certificate {
  const certificate = readAuthority(fieldOf(authority, 'Cert'));
  const signingKey = failing('error parsing private key', () =>
    context.environment.readKey(fieldOf(authority, 'Key')),
  );
  return issue(context, subject, false, key, { key: signingKey, certificate });
}

/** Takes a certificate and a key that exist already, both as base64 of PEM. */
export function takeCertificate(
  context: FunctionContext,
  base64Certificate: string,
  base64Key: string,
): Certificate {
  const cert = decodeText(base64Certificate, 'unable to decode base64 certificate');
  const key = decodeText(base64Key, 'unable to decode base64 private key');
  readAuthority(cert);
  failing('error parsing private key', () => context.environment.readKey(key));
  return new Certificate(cert, key);
}

/** Reads a private key that a template gave. */
export function readTemplateKey(context: FunctionContext, pem: string): PrivateKey {
  return failing('parsing private key', () => context.environment.readKey(pem));
}

function issue(
  context: FunctionContext,
  subject: CertificateSubject,
  isAuthority: boolean,
  key: PrivateKey,
  signer: Signer = { key },
): Certificate {
  const ipAddresses = (subject.ips ?? []).map(readIp);
  const dnsNames = (subject.dnsNames ?? []).map(readDnsName);
  const { environment } = context;
  const now = environment.now();
  const request: CertificateRequest = {
    commonName: subject.commonName,
    ipAddresses,
    dnsNames,
    serial: environment.randomBytes(16),
    notBefore: now,
    notAfter: now + BigInt.asIntN(64, BigInt(subject.days) * DAY),
    isAuthority,
    publicKey: key.publicKey,
  };
  const der = failing('error creating certificate', () => {
    if (key.algorithm === 'dsa' && signer.key.algorithm !== 'dsa')
      throw new Error('x509: unsupported public key type: *dsa.PublicKey');
    return writeCertificate(request, signer, context.profile);
  });
  return new Certificate(encodePem('CERTIFICATE', der), key.pem);
}

function readIp(value: Value): Uint8Array {
  if (typeof value !== 'string') throw new GoError(`error parsing ip: ${formatValue(value)} is not a string`);
  const address = parseIpAddress(value);
  if (address === undefined) throw new GoError(`error parsing ip: ${value}`);
  return address;
}

function readDnsName(value: Value): string {
  if (typeof value !== 'string')
    throw new GoError(`error processing alternate dns name: ${formatValue(value)} is not a string`);
  return value;
}

function readAuthority(pem: string): AuthorityCertificate {
  const block = decodePem(pem);
  if (block === undefined) throw new GoError('unable to decode certificate');
  return failing('error parsing certificate: decodedCert.Bytes', () => readCertificate(block.bytes));
}

function decodeText(base64: string, message: string): string {
  try {
    return fromBytes(decodeBase64(base64));
  } catch {
    throw new GoError(message);
  }
}

/** Runs an action whose errors are reported under a heading. */
function failing<T>(heading: string, action: () => T): T {
  try {
    return action();
  } catch (error) {
    throw new GoError(`${heading}: ${error instanceof Error ? error.message : String(error)}`);
  }
}

function fieldOf(certificate: GoObject, name: string): string {
  const value = certificate.fields.get(name);
  return typeof value === 'string' ? value : '';
}
