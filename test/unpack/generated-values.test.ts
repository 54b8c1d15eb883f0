import { describe, expect, test } from 'vitest';
import { fixChart, fixTwice } from './fixed-chart.ts';

function secret(value: string, name = 'made'): string {
  return `apiVersion: v1\nkind: Secret\nmetadata:\n  name: ${name}\ndata:\n  fixed: Zml4ZWQ=\n  key: ${value}\n`;
}

function configMap(value: string, name = 'config'): string {
  return `apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: ${name}\ndata:\n  fixed: stays\n  key: ${value}\n`;
}

const PAIR = '{{- $ca := genCA "ca" 365 }}{{- $cert := genSignedCert "web" nil (list "web.n") 365 $ca }}';

const CALLS = [
  ['randAlphaNum', 'randAlphaNum 1'],
  ['randAlpha', 'randAlpha 12'],
  ['randNumeric', 'randNumeric 1'],
  ['randAscii', 'randAscii 20'],
  ['randBytes', 'randBytes 16'],
  ['randInt', 'randInt 0 2'],
  ['shuffle', 'shuffle "ab"'],
  ['uuidv4', 'uuidv4'],
  ['now', 'now | date "2006"'],
  ['now', 'now | date "05"'],
  ['now', 'now | unixEpoch'],
  ['genPrivateKey', 'genPrivateKey "rsa"'],
  ['genPrivateKey', 'genPrivateKey "ecdsa"'],
  ['genPrivateKey', 'genPrivateKey "ed25519"'],
  ['genPrivateKey', 'genPrivateKey "dsa"'],
  ['htpasswd', 'htpasswd "admin" "fixed"'],
  ['bcrypt', 'bcrypt "fixed"'],
  ['encryptAES', 'encryptAES "secretkey" "plain"'],
  ['genCA', '(genCA "ca" 365).Cert'],
  ['genSignedCert', '(genSignedCert "a" nil nil 9 (genSelfSignedCert "s" nil nil 9)).Cert'],
  ['genPrivateKey', '(genCAWithKey "ca" 365 (genPrivateKey "ecdsa")).Cert'],
  ['genSelfSignedCert', '(genSelfSignedCert "a" nil nil 365).Key'],
] as const;

describe('a Secret leaves as a whole', () => {
  test.each(CALLS)('%s: %s', async (name, call) => {
    const { texts, dropped, generated } = await fixTwice({
      'templates/secret.yaml': secret(`{{ ${call} | toString | b64enc }}`),
      'templates/config.yaml': configMap('a'),
    });
    expect(Object.keys(texts)).toEqual(['ConfigMap/config']);
    const made = `${name} app/templates/secret.yaml:7`;
    const { keys, generators } = generated.secrets.get('Secret/made')!;
    expect(keys).toEqual(['key']);
    expect(generators).toContain(made);
    expect(dropped).toEqual([{ what: 'Secret/made', why: `key is generated (${generators.join(', ')})` }]);
  });

  test('with the key of a certificate', async () => {
    const { texts, generated } = await fixTwice({
      'templates/secret.yaml': `${PAIR}\n${secret('{{ $cert.Key | b64enc }}')}`,
    });
    expect(texts).toEqual({});
    expect(generated.secrets.get('Secret/made')?.generators).toEqual([
      'genCA app/templates/secret.yaml:1',
      'genSignedCert app/templates/secret.yaml:1',
    ]);
  });

  test('with stringData, and from a List', async () => {
    const items = (each: string): string => `- ${each.trimEnd().replaceAll('\n', '\n  ')}\n`;
    const made = secret('{{ randAlphaNum 8 }}').replace('\ndata:', '\nstringData:');
    const list = `apiVersion: v1\nkind: List\nitems:\n${items(made)}${items(configMap('a'))}`;
    const { texts, dropped } = await fixTwice({ 'templates/list.yaml': list });
    expect(dropped.map(({ what }) => what)).toEqual(['Secret/made']);
    expect(Object.values(texts)).toHaveLength(1);
    expect(Object.values(texts)[0]).not.toContain('Secret');
    expect(Object.values(texts)[0]).toContain('name: config');
  });

  test('where a value is looked up or else made up', async () => {
    const value = [
      '{{ $old := lookup "v1" "Secret" .Release.Namespace "made" }}',
      '{{ if $old }}{{ $old.data.key }}{{ else }}{{ randAlphaNum 20 | b64enc }}{{ end }}',
    ];
    const { generated } = await fixTwice({ 'templates/secret.yaml': secret(value.join('')) });
    expect(generated.secrets.get('Secret/made')?.keys).toEqual(['key']);
  });

  test('but not one that only has a time in its metadata', async () => {
    const text = secret('YQ==').replace(
      'name: made',
      'name: made\n  annotations: {at: "{{ now | unixEpoch }}"}',
    );
    const { texts, frozen } = await fixTwice({ 'templates/secret.yaml': text });
    expect(Object.keys(texts)).toEqual(['Secret/made']);
    expect(frozen.map(({ path }) => path)).toEqual(['/metadata/annotations/at']);
  });

  test('a value that another template made names all calls', async () => {
    const { generated } = await fixTwice({
      'templates/a.yaml': secret('{{ .Values.password | b64enc }}'),
      'templates/z.yaml': '{{- $_ := set .Values "password" (randAlphaNum 9) }}',
    });
    expect(generated.secrets.get('Secret/made')?.generators).toEqual(['randAlphaNum app/templates/z.yaml:1']);
  });
});

describe('anything else is frozen', () => {
  test.each(CALLS.filter(([name]) => !name.startsWith('gen')))('%s: %s', async (name, call) => {
    const { texts, frozen } = await fixTwice({
      'templates/config.yaml': configMap(`{{ ${call} | toString | quote }}`),
    });
    expect(frozen).toMatchObject([
      { identity: 'ConfigMap/config', path: '/data/key', generator: `${name} app/templates/config.yaml:7` },
    ]);
    expect(texts['ConfigMap/config']).toContain('fixed: stays\n');
  });

  test('texts with punctuation in them, whatever is drawn', async () => {
    const files = {
      'templates/x.yaml': configMap('{{ printf "a.%s-%s/b" (randAscii 9) (uuidv4) | quote }}'),
    };
    for (let run = 0; run < 40; run++) await fixTwice(files);
  });

  test('a number, a flag and a map', async () => {
    const values =
      '\n  number: {{ randInt 5 999 }}\n  flag: {{ eq (randInt 0 2) 1 }}\n  map: {a{{ randNumeric 5 }}: 1}';
    const { frozen } = await fixTwice({
      'templates/x.yaml': `apiVersion: example.com/v1\nkind: X\nmetadata: {name: x}\nspec:${values}\n`,
    });
    expect(frozen.map(({ path, value }) => [path, value])).toEqual([
      ['/spec/number', expect.stringMatching(/^\d+$/)],
      ['/spec/flag', expect.stringMatching(/^(?:true|false)$/)],
      ['/spec/map', expect.stringMatching(/^\{"a\d{5}":1\}$/)],
    ]);
  });

  test('an unquoted value that looks now like a number and now like a text', async () => {
    const files = { 'templates/x.yaml': configMap('{{ randAlphaNum 1 }}') };
    for (let run = 0; run < 20; run++) await fixTwice(files);
  });

  test('a generated name and those who use it', async () => {
    const name = '{{- $name := printf "job-%s" (randAlphaNum 5 | lower) }}\n';
    const job = 'apiVersion: batch/v1\nkind: Job\nmetadata:\n  name: {{ $name }}\n---\n';
    const { texts, frozen } = await fixTwice({
      'templates/job.yaml': `${name}${job}${configMap('{{ $name }}')}`,
    });
    const [, title = ''] = Object.keys(texts);
    expect(title).toMatch(/^Job\/job-[a-z0-9]{5}$/);
    expect(texts['ConfigMap/config']).toContain(`key: ${title.slice('Job/'.length)}\n`);
    expect(frozen.map(({ identity, place }) => [identity, place])).toEqual([
      ['ConfigMap/config', undefined],
      [`Job.batch/${title.slice('Job/'.length)}`, 'Job.batch/*app:templates:job.yaml#1'],
    ]);
  });

  test('a hook with the time in its name', async () => {
    const hook =
      'apiVersion: v1\nkind: Pod\nmetadata:\n  name: "at-{{ now | unixEpoch }}"\n  annotations: {helm.sh/hook: test}\n';
    const { texts } = await fixTwice({ 'templates/test.yaml': hook });
    expect(Object.keys(texts)).toEqual([expect.stringMatching(/^Pod\/at-\d+$/)]);
  });

  test('only the pieces: what a newer chart says around them counts', async () => {
    const url = (host: string) => ({
      'templates/c.yaml': configMap(`http://{{ randAlphaNum 8 }}@${host}/{{ uuidv4 }}`),
    });
    const first = await fixChart(url('old'));
    const second = await fixChart(url('new'), first.frozen);
    expect(second.texts['ConfigMap/config']).toBe(first.texts['ConfigMap/config']!.replace('@old', '@new'));
  });

  test('a lock that has another number of pieces, or nonsense, is not used', async () => {
    const files = { 'templates/c.yaml': configMap('id-{{ randAlphaNum 8 }}') };
    const { frozen } = await fixChart(files);
    for (const value of [['a', 'b'], '{', []]) {
      const { texts, frozen: after } = await fixChart(files, [{ ...frozen[0]!, value }]);
      expect(texts['ConfigMap/config']).toMatch(/key: id-\w{8}\n/);
      expect(after[0]!.value).toHaveLength(1);
    }
  });

  test('a name that the lock knows goes to fields that it does not', async () => {
    const name = '{{- $id := randAlphaNum 12 }}\n';
    const first = await fixChart({ 'templates/c.yaml': name + configMap('{{ $id }}') });
    const both = `${name}${configMap('{{ $id }}')}---\n${configMap('x-{{ $id }}', 'other')}`;
    const second = await fixChart({ 'templates/c.yaml': both }, first.frozen);
    const [id] = first.frozen[0]!.value;
    expect(second.texts['ConfigMap/other']).toContain(`key: x-${id}\n`);
  });
});

describe('a password that is in no Secret', () => {
  const pod = (name: string, value: string): string =>
    `apiVersion: v1\nkind: Pod\nmetadata: {name: p}\nspec: {containers: [{name: c, env: [{name: ${name}, value: ${value}}]}]}\n`;

  test('is told with its field and the values near the call, and not itself', async () => {
    const value = '{{ .Values.db.password | default (randAlphaNum 16) }}';
    const { findings, frozen } = await fixTwice({
      'values.yaml': 'db: {password: "", enabled: true}\n',
      'templates/p.yaml': `{{ if .Values.db.enabled }}\n${pod('DB_PASSWORD', value)}{{ end }}\n`,
    });
    const [finding] = findings;
    expect(findings).toMatchObject([{ code: 'GENERATED_PASSWORD', severity: 'warning' }]);
    expect(finding?.message).toContain('Pod/p /spec/containers/0/env/0/value (DB_PASSWORD)');
    expect(finding?.hint).toContain('db.password, db.enabled');
    expect(JSON.stringify(finding)).not.toContain(frozen[0]!.value[0]);
  });

  test.each<[string, string, boolean]>([
    ['in a ConfigMap', configMap('{{ randAlphaNum 16 }}'), true],
    ['in a text that names it', configMap('"token={{ randAlphaNum 5 }} x"'), true],
    ['a UUID by another name', configMap('{{ uuidv4 }}'), false],
    ['a short suffix', configMap('job-{{ randAlphaNum 5 }}'), false],
    ['a time', pod('PASSWORD_SINCE', '"{{ now | unixEpoch }}"'), false],
    [
      'an annotation',
      configMap('a').replace('name: config', 'name: c\n  annotations: {secret: "{{ randAlphaNum 9 }}"}'),
      false,
    ],
  ])('%s', async (_, text, isTold) => {
    const { findings } = await fixTwice({ 'templates/x.yaml': text });
    expect(findings.map(({ code }) => code)).toEqual(isTold ? ['GENERATED_PASSWORD'] : []);
  });
});

describe('what belongs to a secret stays out', () => {
  const PASSWORD = '{{- $password := randAlphaNum 16 }}\n';

  test('a copy of a password in a connection URL is marked', async () => {
    const docs = [
      secret('{{ $password | b64enc }}'),
      configMap('postgres://app:{{ $password }}@db:5432/app'),
      configMap('{{ $password | b64enc }}', 'encoded'),
    ];
    const { texts, findings, frozen } = await fixTwice({
      'templates/all.yaml': PASSWORD + docs.join('---\n'),
    });
    expect(texts['ConfigMap/config']).toContain('key: postgres://app:see-secret-made-key@db:5432/app\n');
    expect(texts['ConfigMap/encoded']).toContain('key: see-secret-made-key\n');
    expect(frozen).toEqual([]);
    expect(findings.map(({ code }) => code)).toEqual(['GENERATED_SECRET_COPY', 'GENERATED_SECRET_COPY']);
  });

  test('a copy in the environment of a container', async () => {
    const env = '[{name: URL, value: "redis://:{{ $password }}@redis"}]';
    const pod = `apiVersion: v1\nkind: Pod\nmetadata: {name: p}\nspec: {containers: [{name: c, env: ${env}}]}\n`;
    const all = `${PASSWORD}${secret('{{ $password | b64enc }}')}---\n${pod}`;
    const { texts } = await fixTwice({ 'templates/all.yaml': all });
    expect(texts['Pod/p']).toContain('value: redis://:see-secret-made-key@redis\n');
  });

  const WEBHOOK = `${PAIR}
apiVersion: admissionregistration.k8s.io/v1
kind: ValidatingWebhookConfiguration
metadata:
  name: hook
webhooks:
- name: a.example.com
  clientConfig:
    caBundle: {{ $ca.Cert | b64enc }}
    service: {name: web, namespace: ns}
---
${secret('{{ $cert.Key | b64enc }}')}`;

  test('a caBundle is left out, and the values that decide it are named', async () => {
    const text = `{{- if not .Values.webhook.certManager.enabled }}\n${WEBHOOK}{{- end }}\n`;
    const { texts, generated, findings } = await fixTwice({
      'values.yaml': 'webhook: {certManager: {enabled: false}}\n',
      'templates/hook.yaml': text,
    });
    expect(texts['ValidatingWebhookConfiguration/hook']).toContain('  clientConfig:\n    service:');
    expect(generated.publicHalves).toMatchObject([{ path: '/webhooks/0/clientConfig/caBundle' }]);
    expect(findings[0]).toMatchObject({
      code: 'GENERATED_CERTIFICATE',
      hint: expect.stringContaining('webhook.certManager.enabled') as string,
    });
  });

  test('in a subchart the values are named as the user of the chart sets them', async () => {
    const { findings } = await fixTwice({
      'charts/sub/Chart.yaml': 'apiVersion: v2\nname: sub\nversion: 1.0.0\n',
      'charts/sub/values.yaml': 'tls: {existingSecret: ""}\n',
      'charts/sub/templates/hook.yaml': `{{- if not .Values.tls.existingSecret }}\n${WEBHOOK}{{- end }}\n`,
    });
    expect(findings[0]?.hint).toContain('sub.tls.existingSecret');
  });

  test('where no value decides, it says so', async () => {
    const { findings } = await fixTwice({ 'templates/hook.yaml': WEBHOOK });
    expect(findings[0]?.hint).toContain('no chart value that avoids it was found');
  });

  test('a certificate inside a larger text is marked', async () => {
    const text = '|\n    trust:\n{{ $ca.Cert | indent 6 }}\n    level: info\n';
    const { texts } = await fixTwice({ 'templates/c.yaml': `${PAIR}\n${configMap(text)}` });
    expect(texts['ConfigMap/config']).not.toContain('BEGIN');
    expect(texts['ConfigMap/config']).toContain('generated-by-the-chart-and-left-out');
    expect(texts['ConfigMap/config']).toContain('level: info');
  });
});

describe('checksum annotations', () => {
  const deployment = (annotations: string): string =>
    `apiVersion: apps/v1\nkind: Deployment\nmetadata: {name: web}\nspec:\n  template:\n    metadata:\n      annotations:\n${annotations}`;
  const hashOf = (file: string): string =>
    `        checksum/it: {{ include (print $.Template.BasePath "/${file}") . | sha256sum }}\n`;
  const hashIn = (text: string | undefined): string | undefined =>
    /checksum\/it: ?"?(\w+)/.exec(text ?? '')?.[1];

  test('what they cover is known, also through a helper', async () => {
    const { checksums } = await fixTwice({
      'templates/_helpers.tpl': `{{ define "sum" }}{{ include (print .Template.BasePath "/c.yaml") . | sha256sum }}{{ end }}`,
      'templates/c.yaml': configMap('a'),
      'templates/d.yaml': deployment('        checksum/it: {{ include "sum" . }}\n'),
    });
    expect(checksums).toEqual([
      {
        identity: 'Deployment.apps/web',
        path: '/spec/template/metadata/annotations/checksum~1it',
        templates: ['app/templates/c.yaml'],
        objects: ['ConfigMap/config'],
      },
    ]);
  });

  test('a named template stands for the file that writes its text, too', async () => {
    const { checksums, frozen } = await fixTwice({
      'templates/_helpers.tpl': '{{ define "made" }}key: {{ randAlphaNum 9 | b64enc }}{{ end }}',
      'templates/s.yaml': secret('x').replace('key: x', '{{ include "made" . }}'),
      'templates/c.yaml': configMap('a'),
      'templates/d.yaml': deployment('        checksum/it: {{ include "made" . | sha256sum }}\n'),
    });
    expect(checksums.map(({ objects }) => objects)).toEqual([['Secret/made']]);
    expect(frozen).toEqual([]);
  });

  test('over what is fixed they stay as the chart has them', async () => {
    const { texts, frozen } = await fixTwice({
      'templates/c.yaml': configMap('a'),
      'templates/d.yaml': deployment(`${hashOf('c.yaml')}        at: "{{ now | unixEpoch }}"\n`),
    });
    expect(hashIn(texts['Deployment/web'])).toHaveLength(64);
    expect(frozen.map(({ path }) => path)).toEqual(['/spec/template/metadata/annotations/at']);
  });

  test('over something generated they depend on what is fixed in it', async () => {
    const files = (fixed: string) => ({
      'templates/s.yaml': secret('{{ randAlphaNum 9 | b64enc }}').replace('Zml4ZWQ=', fixed),
      'templates/d.yaml': deployment(hashOf('s.yaml')),
    });
    const [first, second, other] = [
      await fixTwice(files('YQ==')),
      await fixChart(files('YQ==')),
      await fixChart(files('Yg==')),
    ];
    expect(first.frozen).toEqual([]);
    expect(hashIn(first.texts['Deployment/web'])).toMatch(/^[0-9a-f]{64}$/);
    expect(hashIn(second.texts['Deployment/web'])).toBe(hashIn(first.texts['Deployment/web']));
    expect(hashIn(other.texts['Deployment/web'])).not.toBe(hashIn(first.texts['Deployment/web']));
  });

  test('whose sources are not known are frozen', async () => {
    const { frozen } = await fixTwice({
      'templates/d.yaml': deployment('        checksum/it: {{ randAlphaNum 9 | sha256sum }}\n'),
    });
    expect(frozen).toHaveLength(1);
  });
});

test('nothing ran: one render, and the very same manifests', async () => {
  const { texts, generated, dropped } = await fixTwice({ 'templates/c.yaml': configMap('"1" # as it was') });
  expect(texts['ConfigMap/config']).toBe(configMap('"1" # as it was').trimEnd() + '\n');
  expect(generated.documents.size).toBe(0);
  expect(dropped).toEqual([]);
});

test('what renders only now is refused with both reasons', async () => {
  const text = `{{ if gt (now | unixEpoch | int64) 4102444800 }}{{ fail "expired" }}{{ end }}${configMap('a')}`;
  const days = (Date.UTC(2099, 11, 30) - Date.now()) / 86_400_000;
  const fixed = fixChart({ 'templates/c.yaml': text }, [], Math.floor(days));
  await expect(fixed).rejects.toThrow(/renders, but not .* at a later time: .*expired/);
});

test('which objects there are depends on the time: a finding', async () => {
  const { findings } = await fixChart({
    'templates/c.yaml': `{{ range until (randInt 1 3 | int) }}---\n${configMap('a', 'c{{ . }}')}{{ end }}`,
  });
  expect(findings).toMatchObject([{ code: 'GENERATED_SHAPE', severity: 'error' }]);
});
