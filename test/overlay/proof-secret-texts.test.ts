import { describe, expect, test } from 'vitest';
import { isMapping, type Mapping } from '../../src/k8s/node.ts';
import { readNodes } from '../../src/k8s/yaml/read-nodes.ts';
import { secretTexts } from '../../src/overlay/proof-secret-texts.ts';
import { isLiteral, isSecretField } from '../../src/overlay/secret-words.ts';

function resource(text: string): Mapping {
  const [document] = readNodes(text);
  if (!isMapping(document?.root)) throw new Error('no mapping');
  return document.root;
}

const found = (before: string | undefined, after: string): string[] =>
  [...secretTexts(before === undefined ? undefined : resource(before), resource(after), 'X/x')].map(
    ({ message }) => message.replace(/ of X\/x would put a secret into Git$/, ''),
  );

const CONFIG = (data: string): string => `apiVersion: v1\nkind: ConfigMap\ndata:\n${data}`;
const ARGS = (args: string): string =>
  `apiVersion: apps/v1\nkind: Deployment\nspec: {template: {spec: {containers: [{name: web, args: ${args}}]}}}\n`;
const CUSTOM = (spec: string): string => `apiVersion: example.com/v1\nkind: Bar\nspec: ${spec}\n`;
const KEY = '-----BEGIN RSA PRIVATE KEY-----';

describe('secrets in the clear', () => {
  test.each([
    ['a private key', CONFIG(`  key.pem: |\n    ${KEY}\n    abc\n`), ['a private key in data.[key.pem]']],
    ['an entry', CONFIG('  admin-password: hunter2\n'), ['"admin-password" in data.admin-password']],
    [
      'a line of YAML',
      CONFIG('  a: |\n    - user:\n        password: "hunter2"\n'),
      ['"password" in data.a'],
    ],
    ['a line of properties', CONFIG('  a: |\n    db.password=hunter2\n'), ['"db.password" in data.a']],
    ['JSON', CONFIG(`  a: '{"user":"a","apiKey":"hunter2"}'\n`), ['"apiKey" in data.a']],
    ['XML', CONFIG('  a: <a><password>hunter2</password></a>\n'), ['"password" in data.a']],
    ['a flag', ARGS('[--user=a, --password=hunter2]'), [expect.stringMatching(/^"password" in .*args\.1$/)]],
    ['a flag and its value', ARGS('[--token, hunter2]'), [expect.stringMatching(/^"token" in .*args\.1$/)]],
    ['a field', CUSTOM('{auth: {token: hunter2}}'), ['"token" in spec.auth.token']],
    [
      'a variable',
      CUSTOM('{env: [{name: DB_PASSWORD, value: hunter2}]}'),
      ['"DB_PASSWORD" in spec.env.[name=DB_PASSWORD]'],
    ],
  ])('are found: %s', (_, after, says) => {
    expect(found(undefined, after)).toEqual(says);
    expect(found(after, after)).toEqual([]);
  });

  test.each([
    [
      'references',
      CONFIG(
        '  a: |\n    password: ${PASSWORD}\n    token=$(cat x)\n    passwd: {{ .p }}\n    pass = %(p)s\n',
      ),
    ],
    [
      'nothing, flags and numbers',
      CONFIG('  a: |\n    password:\n    token: true\n    apiKey: ""\n    pass: 12\n'),
    ],
    ['comments', CONFIG('  a: |\n    # password: hunter2\n    ; password = hunter2\n')],
    ['code', CONFIG('  a: |\n    if (password == hunter2) token = read(file)\n    password: "$PASSWORD"\n')],
    ['prose', CONFIG('  a: |\n    The password: it is the one of the user\n')],
    [
      'names of Secrets',
      CUSTOM('{secretName: abc, existingSecret: abc, passwordKey: abc, tokenSecretRef: {name: abc}}'),
    ],
    ['places of secrets', CUSTOM('{tokenUrl: "https://a", passwordFile: /a/b, apiKey: /run/secrets/x}')],
    ['fields of Kubernetes', 'apiVersion: v1\nkind: ServiceAccount\nsecrets: [{name: my-token}]\n'],
    [
      'a token that is projected',
      ARGS('[serve]').replace('args', 'volumes: [{serviceAccountToken: {path: token}}], args'),
    ],
    [
      'what is encrypted',
      'apiVersion: bitnami.com/v1alpha1\nkind: SealedSecret\nspec: {encryptedData: {password: AgBy}}\n',
    ],
    [
      'variables of pods, which are looked at elsewhere',
      CUSTOM('{template: {spec: {containers: [{name: a, env: [{name: DB_PASSWORD, value: hunter2}]}]}}}'),
    ],
    ['certificates', CONFIG('  ca.pem: "-----BEGIN CERTIFICATE-----"\n')],
    ['flags that name files', ARGS('[--token-file=/a/b, --password-file, abc]')],
  ])('are not seen in %s', (_, after) => {
    expect(found(undefined, after)).toEqual([]);
  });

  test('that were there are no news, wherever in the resource', () => {
    const before = CONFIG('  a: |\n    password: hunter2\n');
    expect(found(before, CONFIG('  a: |\n    log: debug\n    x:\n      password: hunter2\n'))).toEqual([]);
    expect(found(before, CONFIG('  a: |\n    password: hunter3\n'))).toEqual(['"password" in data.a']);
  });
});

test.each([
  'secretName',
  'existingSecret',
  'existingSecretPasswordKey',
  'passwordKey',
  'secretKeyRef',
  'nextToken',
  'tokenTTL',
])('%s names no secret itself', (name) => {
  expect(isSecretField(name)).toBe(false);
});

test('a text in quotes is a value even where it looks like YAML', () => {
  expect([isLiteral('*alias'), isLiteral('"*hunter2"')]).toEqual([false, true]);
});
