import { encodeBase64 as encodeSalt, hashSync } from 'bcryptjs';
import { define } from '../../gotemplate/function.ts';
import type { FunctionTable } from '../../gotemplate/function.ts';
import { byteLength } from '../../lib/utf8.ts';
import type { FunctionContext, KeyKind } from '../environment.ts';
import { decryptText, encryptText } from './aes.ts';
import {
  makeAuthority,
  makeSelfSigned,
  makeSigned,
  readTemplateKey,
  takeCertificate,
} from './certificates.ts';
import { derivePassword, isPasswordKind } from './password.ts';

/** Steps that one slow operation counts as: making a key, hashing a password. */
const SLOW = 400_000;
const SLOW_HASH = 400_000;
const BCRYPT_ROUNDS = '$2a$10$';
const BCRYPT_LIMIT = 72;

const KEY_KINDS: Readonly<Record<string, KeyKind>> = {
  '': 'rsa4096',
  rsa: 'rsa4096',
  dsa: 'dsa',
  ecdsa: 'ecdsa',
  ed25519: 'ed25519',
};

/** sprig's functions for keys, certificates, passwords and encryption. Keys and randomness come from the environment. */
export function cryptoFunctions(context: FunctionContext): FunctionTable {
  return { ...passwordFunctions(context), ...keyFunctions(context), ...certificateFunctions(context) };
}

function passwordFunctions(context: FunctionContext): FunctionTable {
  const { environment, budget } = context;
  const bcrypt = (password: string): string => {
    if (byteLength(password) > BCRYPT_LIMIT)
      return 'failed to encrypt string with bcrypt: bcrypt: password length exceeds 72 bytes';
    budget.spend(SLOW_HASH);
    return hashSync(password, BCRYPT_ROUNDS + encodeSalt([...environment.randomBytes(16)], 16));
  };
  return {
    bcrypt: define(['string'], bcrypt, 'random'),
    htpasswd: define(
      ['string', 'string'],
      (user, password) => (user.includes(':') ? `invalid username: ${user}` : `${user}:${bcrypt(password)}`),
      'random',
    ),
    derivePassword: define(
      ['uint32', 'string', 'string', 'string', 'string'],
      (counter, kind, password, user, site) => {
        if (!isPasswordKind(kind)) return `cannot find password template ${kind}`;
        budget.spend(SLOW);
        return derivePassword(counter, kind, password, user, site);
      },
    ),
  };
}

function keyFunctions(context: FunctionContext): FunctionTable {
  const { environment, budget } = context;
  return {
    genPrivateKey: define(
      ['string'],
      (name) => {
        const kind = Object.hasOwn(KEY_KINDS, name) ? KEY_KINDS[name] : undefined;
        if (kind === undefined) return `Unknown type ${name}`;
        budget.spend(kind === 'rsa4096' ? 4 * SLOW : SLOW);
        return environment.generateKey(kind).pem;
      },
      'random',
    ),
    encryptAES: define(
      ['string', 'string'],
      (password, text) => {
        budget.spendText(text.length * 2);
        return encryptText(password, text, environment.randomBytes(16));
      },
      'random',
    ),
    decryptAES: define(['string', 'string'], (password, base64) => {
      budget.spendText(base64.length);
      return decryptText(password, base64);
    }),
  };
}

function certificateFunctions(context: FunctionContext): FunctionTable {
  const makeKey = () => {
    context.budget.spend(SLOW);
    return context.environment.generateKey('rsa2048');
  };
  const list = '[]interface {}';
  const certificate = 'sprig.certificate';
  return {
    genCA: define(
      ['string', 'int'],
      (commonName, days) => makeAuthority(context, commonName, days, makeKey()),
      'random',
    ),
    genCAWithKey: define(
      ['string', 'int', 'string'],
      (commonName, days, pem) => makeAuthority(context, commonName, days, readTemplateKey(context, pem)),
      'random',
    ),
    genSelfSignedCert: define(
      ['string', list, list, 'int'],
      (commonName, ips, dnsNames, days) =>
        makeSelfSigned(context, { commonName, ips, dnsNames, days }, makeKey()),
      'random',
    ),
    genSelfSignedCertWithKey: define(
      ['string', list, list, 'int', 'string'],
      (commonName, ips, dnsNames, days, pem) =>
        makeSelfSigned(context, { commonName, ips, dnsNames, days }, readTemplateKey(context, pem)),
      'random',
    ),
    genSignedCert: define(
      ['string', list, list, 'int', certificate],
      (commonName, ips, dnsNames, days, authority) =>
        makeSigned(context, { commonName, ips, dnsNames, days }, authority, makeKey()),
      'random',
    ),
    genSignedCertWithKey: define(
      ['string', list, list, 'int', certificate, 'string'],
      (commonName, ips, dnsNames, days, authority, pem) =>
        makeSigned(context, { commonName, ips, dnsNames, days }, authority, readTemplateKey(context, pem)),
      'random',
    ),
    buildCustomCert: define(['string', 'string'], (cert, key) => takeCertificate(context, cert, key)),
  };
}
