import { quote, quoteRune } from '../../gotemplate/quote.ts';
import { byteLength } from '../../lib/utf8.ts';
import { parseIpAddress } from '../funcs/ip-address.ts';

const MAX_INT = 9_223_372_036_854_775_807n;

/** What is wrong with an IPv4 address. */
export function ipv4Problem(text: string): string | undefined {
  const groups = text.split('.');
  if (groups.length !== 4) return 'expected four decimals';
  for (const group of groups) {
    if (group.length > 1 && group.startsWith('0')) return 'leading zeros';
    if (!/^[-+]?[0-9]+$/.test(group)) return `strconv.Atoi: parsing ${quote(group)}: invalid syntax`;
    const value = BigInt(group.replace('+', ''));
    if (value > MAX_INT || value < -MAX_INT - 1n)
      return `strconv.Atoi: parsing ${quote(group)}: value out of range`;
    if (value < 0n || value > 255n) return 'decimal must be between 0 and 255';
  }
  return undefined;
}

/** What is wrong with an IPv6 address. */
export function ipv6Problem(text: string): string | undefined {
  if (!text.includes(':')) return 'missing colon';
  const percent = text.indexOf('%');
  const address = percent < 0 ? text : text.slice(0, percent);
  const problem = percent === text.length - 1 ? 'zone must be a non-empty string' : addressProblem(address);
  if (problem !== undefined) return `ParseAddr(${quote(text)}): ${problem}`;
  return percent < 0 ? undefined : 'zone id is not a part of ipv6 address';
}

/** The first of `.`, `:` and the end says what the address means to be. */
function addressProblem(address: string): string | undefined {
  const first = /[.:]/.exec(address)?.[0];
  if (first === undefined) return 'missing IPv6 address';
  if (first === '.') return dottedProblem(address);
  return parseIpAddress(address) === undefined ? groupsProblem(address) : undefined;
}

/** What is wrong with an address in groups, known to be wrong. */
function groupsProblem(address: string): string {
  const at = (rest: string): string => ` (at ${quote(rest)})`;
  let rest = address.startsWith('::') ? address.slice(2) : address;
  let hasGap = rest !== address;
  let groups = 0;
  while (rest !== '' && groups < 8) {
    const digits = /^[0-9a-fA-F]*/.exec(rest)![0];
    if (digits.length > 4) return `each group must have 4 or less digits${at(rest)}`;
    if (digits === '') return `each colon-separated field must have at least one digit${at(rest)}`;
    if (rest[digits.length] === '.') {
      if (!hasGap && groups !== 6)
        return `embedded IPv4 address must replace the final 2 fields of the address${at(rest)}`;
      if (groups > 6)
        return `too many hex fields to fit an embedded IPv4 at the end of the address${at(rest)}`;
      return dottedProblem(rest) ?? 'the :: must expand to at least one field of zeros';
    }
    groups++;
    rest = rest.slice(digits.length);
    if (rest === '') break;
    if (!rest.startsWith(':')) return `unexpected character, want colon${at(rest)}`;
    if (rest === ':') return `colon must be followed by more characters${at(rest)}`;
    rest = rest.slice(1);
    if (!rest.startsWith(':')) continue;
    if (hasGap) return `multiple :: in address${at(rest)}`;
    hasGap = true;
    rest = rest.slice(1);
  }
  if (rest !== '') return `trailing garbage after address${at(rest)}`;
  return groups < 8 ? 'address string too short' : 'the :: must expand to at least one field of zeros';
}

function dottedProblem(text: string): string | undefined {
  const bad = /[^0-9.]/.exec(text);
  const problem = octetsProblem(bad === null ? text : text.slice(0, bad.index), text);
  return problem ?? (bad === null ? undefined : `unexpected character (at ${quote(text.slice(bad.index))})`);
}

function octetsProblem(head: string, text: string): string | undefined {
  const octets = head.split('.');
  for (const [index, octet] of octets.entries()) {
    if (/^0[0-9]/.test(octet)) return 'IPv4 field has octet with leading zero';
    if (octet.length > 0 && Number(octet) > 255) return 'IPv4 field has value >255';
    if (index > 3) return 'IPv4 address too long';
    if (octet !== '' || (index === octets.length - 1 && head !== text)) continue;
    const dot = octets.slice(0, Math.max(index, 1)).join('.').length;
    return `IPv4 field must have at least one digit (at ${quote(text.slice(dot))})`;
  }
  return octets.length < 4 && head === text ? 'IPv4 address too short' : undefined;
}

/** What is wrong with a host name. */
export function hostProblem(text: string): string | undefined {
  const name = text.endsWith('.') ? text.slice(0, -1) : text;
  if (byteLength(name) > 253) return 'more than 253 characters long';
  for (const label of name.split('.')) {
    const length = byteLength(label);
    if (length < 1 || length > 63) return 'label must be 1 to 63 characters long';
    if (label.startsWith('-')) return 'label starts with hyphen';
    if (label.endsWith('-')) return 'label ends with hyphen';
    const bad = /[^A-Za-z0-9-]/u.exec(label)?.[0];
    if (bad !== undefined) return `invalid character ${quoteRune(bad.codePointAt(0)!, false)}`;
  }
  return undefined;
}

/** What is wrong with a mail address. */
export function mailProblem(text: string): string | undefined {
  if (byteLength(text) > 254) return 'more than 255 characters long';
  const at = text.lastIndexOf('@');
  if (at < 0) return 'missing @';
  const local = text.slice(0, at);
  if (byteLength(local) > 64) return 'local part more than 64 characters long';
  return localProblem(local) ?? domainProblem(text.slice(at + 1));
}

function localProblem(local: string): string | undefined {
  if (local.length > 1 && local.startsWith('"')) {
    return /[\\"]/.test(local.slice(1, -1))
      ? 'backslash and quote are not allowed within quoted local part'
      : undefined;
  }
  if (local.startsWith('.')) return 'starts with dot';
  if (local.endsWith('.')) return 'ends with dot';
  if (local.includes('..')) return 'consecutive dots';
  const bad = /[^A-Za-z0-9.!#$%&'*+\-/=?^_`{|}~]/u.exec(local)?.[0];
  return bad === undefined ? undefined : `invalid character ${quoteRune(bad.codePointAt(0)!, false)}`;
}

/** A domain in brackets is an IP address. */
function domainProblem(domain: string): string | undefined {
  if (domain.startsWith('[') && domain.endsWith(']')) {
    const address = domain.slice(1, -1);
    if (address.startsWith('IPv6:'))
      return under('invalid ipv6 address', ipv6Problem(address.slice('IPv6:'.length)));
    return under('invalid ipv4 address', ipv4Problem(address));
  }
  return under('invalid domain', hostProblem(domain));
}

function under(heading: string, problem: string | undefined): string | undefined {
  return problem === undefined ? undefined : `${heading}: ${problem}`;
}
