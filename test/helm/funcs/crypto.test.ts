import { X509Certificate } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { Budget } from '../../../src/gotemplate/budget.ts';
import type { TemplateFunction } from '../../../src/gotemplate/function.ts';
import type { Environment } from '../../../src/helm/environment.ts';
import { Certificate } from '../../../src/helm/funcs/certificates.ts';
import { cryptoFunctions } from '../../../src/helm/funcs/crypto.ts';
import { HELM_3, HELM_4 } from '../../../src/helm/profile.ts';
import type { Profile } from '../../../src/helm/profile.ts';
import { decodeBase64, encodeBase64 } from '../../../src/lib/base64.ts';
import { encodePem } from '../../../src/lib/pem.ts';
import { nodeEnvironment } from '../../../src/system/environment.ts';

/** Keys made for these tests, and certificates that Helm made with them: all base64 of DER. */
const ED25519_KEY = 'MC4CAQAwBQYDK2VwBCIEIBH7vQQJyBP15FcElALtKMOFFiIb4n/O1SieLO1W5iVy';
const EC_KEY =
  'MHcCAQEEINDoeT6CMKsmjctJ9p5iuwd11Q/O39S/+jkhb9hR1clNoAoGCCqGSM49AwEHoUQDQgAETpsFO1ZpAf4coR25mgjFpeBnXs+htSR2BL' +
  'awFKmqYtTzT++mTGnlGB7QroBL9iAqMRFEKs7jluWZo3Ac7rAfdA==';
const AUTHORITY =
  'MIIBQzCB9qADAgECAhEAqkJDH/DWVBaYvElB0hsjGDAFBgMrZXAwEjEQMA4GA1UEAxMHdGVzdCBjYTAeFw0yNjExMjExMDUzMzRaFw0yNzExMj' +
  'ExMDUzMzRaMBIxEDAOBgNVBAMTB3Rlc3QgY2EwKjAFBgMrZXADIQAkuMczSeHscJuDaXCYKQ2PeOESGeVzvHvIZBrWkFUyc6NhMF8wDgYDVR0P' +
  'AQH/BAQDAgKkMB0GA1UdJQQWMBQGCCsGAQUFBwMBBggrBgEFBQcDAjAPBgNVHRMBAf8EBTADAQH/MB0GA1UdDgQWBBTTg3HJ+XWW9M1viB/mLA' +
  'InjX4lCTAFBgMrZXADQQCYSx+u9yyTDUHxl9oxZpUDzvGY5KKwChGQss5cgYxRyv6bTgsC1xbpGwJgFx0aQwfDVW5x1Cgki4fU+bmj0OQG';
const FAR_AUTHORITY =
  'MIIBQzCB9qADAgECAhEA4nV1SFmwolDzUqwbpEIoHjAFBgMrZXAwETEPMA0GA1UEAwwGw5xuw68qMCAXDTI2MTEyMTEwNTMzNFoYDzE4NTcwMj' +
  'EyMTE0NDI2WjARMQ8wDQYDVQQDDAbDnG7DryowKjAFBgMrZXADIQAkuMczSeHscJuDaXCYKQ2PeOESGeVzvHvIZBrWkFUyc6NhMF8wDgYDVR0P' +
  'AQH/BAQDAgKkMB0GA1UdJQQWMBQGCCsGAQUFBwMBBggrBgEFBQcDAjAPBgNVHRMBAf8EBTADAQH/MB0GA1UdDgQWBBTTg3HJ+XWW9M1viB/mLA' +
  'InjX4lCTAFBgMrZXADQQAEDktRekkse093Q1CBW/pXOIe5WG8T6zTQHXv8EeBYucr+l25cRgAakPCgO79R4//kqBEJecanL8yqRePW8YkF';
const SELF_SIGNED =
  'MIIBNDCB56ADAgECAhBwrvmFu0zq0CjPEGJVixCsMAUGAytlcDAAMB4XDTI2MTEyMTEwNTMzNFoXDTI2MTIwMTEwNTMzNFowADAqMAUGAytlcA' +
  'MhACS4xzNJ4exwm4NpcJgpDY944RIZ5XO8e8hkGtaQVTJzo3cwdTAOBgNVHQ8BAf8EBAMCBaAwHQYDVR0lBBYwFAYIKwYBBQUHAwEGCCsGAQUF' +
  'BwMCMAwGA1UdEwEB/wQCMAAwNgYDVR0RAQH/BCwwKoIDYS5iggUqLmEuYocECgAAAYcEAQIDBIcQIAENuAAAAAAAAAAAAAAABTAFBgMrZXADQQ' +
  'BTIdJ7UACBl2SbadZenmdFh/UTVPt2vCqzqja0Ewty75U5GJtq4I2APprkkM53Y9mcEqqXkyRuTrVBVBgrTtUP';
const SIGNED =
  'MIIBfzCCATGgAwIBAgIQQSItTWo1iCbT+60rZKCPVTAFBgMrZXAwEjEQMA4GA1UEAxMHdGVzdCBjYTAgFw0yNjExMjExMDUzMzRaGA8yMTI2MT' +
  'AyODEwNTMzNFowDjEMMAoGA1UEAxMDc3ZjMFkwEwYHKoZIzj0CAQYIKoZIzj0DAQcDQgAETpsFO1ZpAf4coR25mgjFpeBnXs+htSR2BLawFKmq' +
  'YtTzT++mTGnlGB7QroBL9iAqMRFEKs7jluWZo3Ac7rAfdKNwMG4wDgYDVR0PAQH/BAQDAgWgMB0GA1UdJQQWMBQGCCsGAQUFBwMBBggrBgEFBQ' +
  'cDAjAMBgNVHRMBAf8EAjAAMB8GA1UdIwQYMBaAFNODccn5dZb0zW+IH+YsAieNfiUJMA4GA1UdEQQHMAWCA3N2YzAFBgMrZXADQQAo+2C25gwz' +
  'PZUXIt7Q6dUW3zHT3bhlxeuFNnldiR3xt7KDjie24wqw6EpjX4B3OIloydYhxpH5IfzfqrXd7XYB';
const SAME_NAME =
  'MIIBUTCCAQOgAwIBAgIRAO9uByK2vndyvGfmPRkGBJUwBQYDK2VwMBIxEDAOBgNVBAMTB3Rlc3QgY2EwHhcNMjYxMTIxMTA1MzM0WhcNMjYxMj' +
  'IxMTA1MzM0WjASMRAwDgYDVQQDEwd0ZXN0IGNhMFkwEwYHKoZIzj0CAQYIKoZIzj0DAQcDQgAETpsFO1ZpAf4coR25mgjFpeBnXs+htSR2BLaw' +
  'FKmqYtTzT++mTGnlGB7QroBL9iAqMRFEKs7jluWZo3Ac7rAfdKM/MD0wDgYDVR0PAQH/BAQDAgWgMB0GA1UdJQQWMBQGCCsGAQUFBwMBBggrBg' +
  'EFBQcDAjAMBgNVHRMBAf8EAjAAMAUGAytlcANBAEM/CjR0U725GcFCwJ7js1P2ZvXCGGjh69L/3xIKtNGoxWJr3Dyzw3GZRI+vZ1DTO6TcZOGR' +
  '6cjb7Kc1UvmV5ww=';
const AUTHORITY_3 =
  'MIIBQjCB9aADAgECAhAi4TZ09tHTgip+3LLhN5HpMAUGAytlcDASMRAwDgYDVQQDEwd0ZXN0IGNhMB4XDTI2MTEyMTEwNTQ0NVoXDTI3MTEyMT' +
  'EwNTQ0NVowEjEQMA4GA1UEAxMHdGVzdCBjYTAqMAUGAytlcAMhACS4xzNJ4exwm4NpcJgpDY944RIZ5XO8e8hkGtaQVTJzo2EwXzAOBgNVHQ8B' +
  'Af8EBAMCAqQwHQYDVR0lBBYwFAYIKwYBBQUHAwEGCCsGAQUFBwMCMA8GA1UdEwEB/wQFMAMBAf8wHQYDVR0OBBYEFBEptL6doanQ+KKKeOukbf' +
  'zvTthuMAUGAytlcANBANZM4RIhPtiTPZDhHwIte1mrHZzqcXTbO9wPndVXCyst8+DOs+2H4o7LflQs12uoR78BqLeGnAbWD8zt12Ns0AA=';

const ed25519 = encodePem('PRIVATE KEY', decodeBase64(ED25519_KEY));
const ec = encodePem('EC PRIVATE KEY', decodeBase64(EC_KEY));
const certificatePem = (base64: string): string => encodePem('CERTIFICATE', decodeBase64(base64));

function functions(
  overrides: Partial<Environment> = {},
  profile: Profile = HELM_4,
): Readonly<Record<string, TemplateFunction>> {
  return cryptoFunctions({ environment: nodeEnvironment(overrides), budget: new Budget(), profile });
}

function call(name: string, ...values: unknown[]): unknown {
  return functions()[name]!.call(...values);
}

/** Calls a function with the randomness and the time that a certificate of Helm came from. */
function remake(base64: string, name: string, values: readonly unknown[], profile: Profile = HELM_4): string {
  const original = new X509Certificate(certificatePem(base64));
  const serial = Uint8Array.from(Buffer.from(original.serialNumber.padStart(32, '0'), 'hex'));
  const now = BigInt(Date.parse(original.validFrom)) * 1_000_000n;
  const made = functions({ now: () => now, randomBytes: () => serial }, profile)[name]!.call(
    ...values,
  ) as Certificate;
  return made.fields.get('Cert')!;
}

describe('certificates', () => {
  const authority = new Certificate(certificatePem(AUTHORITY), ed25519);
  const ips = ['10.0.0.1', '::ffff:1.2.3.4', '2001:db8::5'];
  it.each([
    ['an authority', AUTHORITY, 'genCAWithKey', ['test ca', 365, ed25519], HELM_4],
    [
      'an authority of Helm 3, with the older key identifier',
      AUTHORITY_3,
      'genCAWithKey',
      ['test ca', 365, ed25519],
      HELM_3,
    ],
    [
      'a name that is not printable, days that overflow',
      FAR_AUTHORITY,
      'genCAWithKey',
      ['Ünï*', 365000, ed25519],
      HELM_4,
    ],
    [
      'no name, so that the alternative ones are critical',
      SELF_SIGNED,
      'genSelfSignedCertWithKey',
      ['', ips, ['a.b', '*.a.b'], 10, ed25519],
      HELM_4,
    ],
    [
      'signed by an authority, beyond 2049',
      SIGNED,
      'genSignedCertWithKey',
      ['svc', null, ['svc'], 36500, authority, ec],
      HELM_4,
    ],
    [
      'named as its authority, without its key identifier',
      SAME_NAME,
      'genSignedCertWithKey',
      ['test ca', [], [], 30, authority, ec],
      HELM_4,
    ],
  ])('has the bytes of Helm: %s', (_case, expected, name, values, profile) => {
    expect(remake(expected, name, values, profile)).toBe(certificatePem(expected));
  });

  it('makes keys where none is given', () => {
    const ca = call('genCA', 'ca', 10) as Certificate;
    const leaf = call('genSignedCert', 'leaf', ['127.0.0.1'], ['leaf.local'], 1, ca) as Certificate;
    const parsed = new X509Certificate(leaf.fields.get('Cert')!);
    expect(parsed.verify(new X509Certificate(ca.fields.get('Cert')!).publicKey)).toBe(true);
    expect(parsed.subjectAltName).toBe('DNS:leaf.local, IP Address:127.0.0.1');
    expect(leaf.fields.get('Key')).toMatch(/^-----BEGIN RSA PRIVATE KEY-----\n/);
  });

  it('takes a certificate that exists', () => {
    const built = call(
      'buildCustomCert',
      encodeBase64(Buffer.from(certificatePem(AUTHORITY))),
      encodeBase64(Buffer.from(ec)),
    ) as Certificate;
    expect([...built.fields]).toEqual([
      ['Cert', certificatePem(AUTHORITY)],
      ['Key', ec],
    ]);
    expect(() => call('genSignedCertWithKey', 'a', null, null, 1, built, ec)).toThrow(
      "error creating certificate: x509: provided PrivateKey doesn't match parent's PublicKey",
    );
  });

  const pem = (type: string): string => `-----BEGIN ${type}-----\nAAAA\n-----END ${type}-----\n`;
  it.each([
    ['genSelfSignedCert', ['a', ['x'], null, 1], 'error parsing ip: x'],
    ['genSelfSignedCert', ['a', [5], null, 1], 'error parsing ip: 5 is not a string'],
    ['genSelfSignedCert', ['a', ['1.2.3.04'], null, 1], 'error parsing ip: 1.2.3.04'],
    ['genSelfSignedCert', ['a', ['1::2::3'], null, 1], 'error parsing ip: 1::2::3'],
    [
      'genSelfSignedCert',
      ['a', null, [null], 1],
      'error processing alternate dns name: <nil> is not a string',
    ],
    [
      'genSelfSignedCert',
      ['a', null, ['é.com'], 1],
      'error creating certificate: x509: "é.com" cannot be encoded as an IA5String',
    ],
    ['genCAWithKey', ['a', 1, 'x'], 'parsing private key: no PEM data in input'],
    [
      'genCAWithKey',
      ['a', 1, pem('FOO')],
      'parsing private key: no private key data in PEM block of type FOO',
    ],
    [
      'genCAWithKey',
      ['a', 1, pem('X PRIVATE KEY')],
      'parsing private key: invalid private key type X PRIVATE KEY',
    ],
    [
      'genCAWithKey',
      ['a', 1, ec.replaceAll('EC P', 'RSA P')],
      'parsing private key: parsing RSA private key from PEM: x509: failed to parse private key (use ParseECPrivateKey instead for this key format)',
    ],
    [
      'genSignedCertWithKey',
      ['a', null, null, 1, new Certificate('', ''), ec],
      'unable to decode certificate',
    ],
    ['buildCustomCert', ['x', 'y'], 'unable to decode base64 certificate'],
    ['buildCustomCert', ['', 'y'], 'unable to decode base64 private key'],
    [
      'buildCustomCert',
      [btoa(pem('CERTIFICATE')), ''],
      'error parsing certificate: decodedCert.Bytes: x509: malformed certificate',
    ],
    [
      'buildCustomCert',
      [btoa(certificatePem(AUTHORITY)), ''],
      'error parsing private key: no PEM data in input',
    ],
  ])('%s fails like Helm: %#', (name, values, message) => {
    expect(() => call(name, ...values)).toThrow(message);
  });
});

describe('keys', () => {
  it.each([
    ['ecdsa', 'EC PRIVATE KEY'],
    ['ed25519', 'PRIVATE KEY'],
  ])('makes %s keys that it reads again', (kind, type) => {
    const key = call('genPrivateKey', kind) as string;
    expect(key.split('\n', 1)).toEqual([`-----BEGIN ${type}-----`]);
    expect(nodeEnvironment().readKey(key).pem).toBe(key);
  });

  it('makes DSA keys, which sign no certificates', () => {
    const key = call('genPrivateKey', 'dsa') as string;
    expect(key).toMatch(/^-----BEGIN DSA PRIVATE KEY-----\n/);
    expect(nodeEnvironment().readKey(key).pem).toBe(key);
    expect(() => call('genCAWithKey', 'a', 1, key)).toThrow(
      'error creating certificate: x509: certificate private key does not implement crypto.Signer',
    );
    expect(() =>
      call(
        'genSignedCertWithKey',
        'a',
        null,
        null,
        1,
        new Certificate(certificatePem(AUTHORITY), ed25519),
        key,
      ),
    ).toThrow('error creating certificate: x509: unsupported public key type: *dsa.PublicKey');
  });

  it('names what it does not know', () => {
    expect(call('genPrivateKey', 'foo')).toBe('Unknown type foo');
  });
});

describe('passwords', () => {
  it('hashes with bcrypt as Go writes it', async () => {
    const { compareSync } = await import('bcryptjs');
    const entry = call('htpasswd', 'user', 'secret') as string;
    expect(entry).toMatch(/^user:\$2a\$10\$[./A-Za-z0-9]{53}$/);
    expect(compareSync('secret', entry.slice('user:'.length))).toBe(true);
  });

  it.each([
    [
      'bcrypt',
      ['a'.repeat(73)],
      'failed to encrypt string with bcrypt: bcrypt: password length exceeds 72 bytes',
    ],
    ['htpasswd', ['a:b', 'c'], 'invalid username: a:b'],
    ['derivePassword', [1, 'foo', 'password', 'user', 'example.com'], 'cannot find password template foo'],
    ['derivePassword', [1, 'long', 'password', 'user', 'example.com'], 'ZedaFaxcZaso9*'],
    ['derivePassword', [3, 'maximum', 'pässword', 'user', 'example.com'], 'v0mJ)zKuH15xIsACJC0^'],
    ['derivePassword', [3, 'basic', 'pässword', 'user', 'example.com'], 'vA00lMT9'],
  ])('%s gives what Helm gives: %#', (name, values, expected) => {
    expect(call(name, ...values)).toBe(expected);
  });
});

describe('AES', () => {
  it('reads what Helm wrote and what it wrote itself', () => {
    expect(call('decryptAES', 'pw', 'lYVvLXn8rk8xWzI4YbOBVPUwM8AZ0lHo4EoM7fCUDt8=')).toBe('hello world');
    expect(call('decryptAES', 'pw', call('encryptAES', 'pw', 'grüße'))).toBe('grüße');
    expect(call('encryptAES', 'pw', '')).toBe('');
  });

  it.each([
    ['abc', 'illegal base64 data at input byte 0'],
    ['YWJj', 'runtime error: slice bounds out of range [:16] with capacity 3'],
    ['MDEyMzQ1Njc4OTAxMjM0NQ==', 'runtime error: index out of range [-1]'],
    ['MDEyMzQ1Njc4OTAxMjM0NTY=', 'crypto/cipher: input not full blocks'],
    ['MDEyMzQ1Njc4OTAxMjM0NTAxMjM0NTY3ODkwMTIzNDU=', 'runtime error: slice bounds out of range [:-27]'],
  ])('fails like Helm: %s', (base64, message) => {
    expect(() => call('decryptAES', 'p', base64)).toThrow(message);
  });
});
