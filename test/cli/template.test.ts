import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { beacon, infraRun, program } from './program.ts';

let directory: string;

beforeAll(() => {
  directory = mkdtempSync(`${tmpdir()}/infra-cli-`);
  const chart = `${directory}/echo`;
  mkdirSync(`${chart}/templates`, { recursive: true });
  writeFileSync(`${chart}/Chart.yaml`, 'apiVersion: v2\nname: echo\nversion: 1.0.0\n');
  writeFileSync(`${chart}/templates/a.yaml`, ECHO);
  writeFileSync(`${directory}/one.yaml`, 'a: 1\n');
  writeFileSync(`${directory}/two.yaml`, 'b: 2\n');
  writeFileSync(`${directory}/three, or so.yaml`, 'c: 3\n');
});

const ECHO = `kind: A
values: {{ toJson .Values }}
release: {{ .Release.Name }} {{ .Release.Namespace }} {{ .Release.IsUpgrade }}
kube: {{ .Capabilities.KubeVersion }} {{ .Capabilities.APIVersions.Has "x/v1" }} {{ .Capabilities.APIVersions.Has "y/v1" }}
{{- if .Values.big }}
big: {{ repeat (int .Values.big) "0123456789abcdef" }}
{{- end }}
{{- if .Values.fail }}
{{ fail .Values.fail }}
{{- end }}
`;

afterAll(() => {
  rmSync(directory, { recursive: true });
});

function template(words: readonly string[], input?: string): ReturnType<typeof infraRun> {
  return infraRun(['template', ...words], { cwd: directory, ...(input !== undefined && { input }) });
}

describe('flags', () => {
  test.each<[string[], string]>([
    [['echo', '--set', 'a=1,b.c=x', '--set', 'b.d=true'], 'values: {"a":1,"b":{"c":"x","d":true}}'],
    [['echo', '--set=a=1'], 'values: {"a":1}'],
    [['echo', '--set', '-a=1'], 'values: {"-a":1}'],
    [['echo', '--set-string', 'a=1', '--set-literal', 'b=1,c=2'], 'values: {"a":"1","b":"1,c=2"}'],
    [
      ['echo', '--set-json', '{"a":[1,null]}', '--set-file', 'b=one.yaml'],
      'values: {"a":[1,null],"b":"a: 1\\n"}',
    ],
    [['echo', '-f', 'one.yaml,two.yaml'], 'values: {"a":1,"b":2}'],
    [['echo', '-f', 'one.yaml', '--values=two.yaml', '-fone.yaml'], 'values: {"a":1,"b":2}'],
    [['echo', '-f=two.yaml'], 'values: {"b":2}'],
    [['echo', '-f', '"three, or so.yaml",one.yaml'], 'values: {"a":1,"c":3}'],
    [['named', 'echo', '-n', 'there'], 'release: named there false'],
    [['--is-upgrade', 'echo'], 'release: release-name default true'],
    [['echo', '--is-upgrade=false'], 'release: release-name default false'],
    [['echo', '--is-upgrade=1'], 'release: release-name default true'],
    [['echo', '--name-template', '{{ upper "x" | lower }}-{{ 1 }}'], 'release: x-1 default false'],
    [
      ['echo', '--kube-version', '1.31', '-a', 'x/v1', '--api-versions', 'y/v1,z/v1'],
      'kube: v1.31 true true',
    ],
    [['echo', '--helm-version', '3.19'], 'kube: v1.34.0 false false'],
    [['echo', '--helm-version=v4.2.4'], 'kube: v1.36.0 false false'],
    [
      ['--dry-run', 'echo', '--dry-run=client', '--wait', '--timeout', '5m', '-g', '--version', '1'],
      'kind: A',
    ],
    [['--', 'echo'], 'kind: A'],
  ])('%j', (words, line) => {
    const { stdout, stderr, status } = template(words);
    expect(stderr).toBe('');
    expect(stdout.split('\n')).toContain(line);
    expect(status).toBe(0);
  });

  test('-f - reads standard input', () => {
    expect(template(['echo', '-f', '-'], 'from: stdin').stdout).toContain('values: {"from":"stdin"}');
  });

  test('--json names its schema', () => {
    const { stdout } = template(['echo', '--json']);
    expect(JSON.parse(stdout)).toMatchObject({
      schema: 'infra.template/v1',
      manifests: [{ path: 'echo/templates/a.yaml', kind: 'A' }],
      hooks: [],
    });
  });

  test('--output-dir writes a file for each template', () => {
    const { stdout } = template(['site', beacon, '--output-dir', 'out', '--release-name', '--include-crds']);
    expect(stdout.split('\n')[0]).toBe('wrote out/site/beacon/crds/check.yaml');
    const service = readFileSync(`${directory}/out/site/beacon/templates/service.yaml`, 'utf8');
    expect(service.match(/^---\n# Source: beacon\/templates\/service.yaml\n/gm)).toHaveLength(2);
  });
});

describe('refusals end with 2, one error on standard error, nothing on standard output', () => {
  test.each<[string[], string]>([
    [[], 'Error: missing required argument'],
    [['echo', '--no-such-flag'], "Error: unknown option '--no-such-flag'"],
    [['echo', '--validate'], 'Error: --validate cannot be used here: it would ask a cluster'],
    [['echo', '--post-renderer', 'x'], 'Error: --post-renderer cannot be used here'],
    [['echo', '--helm-version', '2'], 'Error: no Helm release 2 to agree with'],
    [['echo', '-f', 'nowhere.yaml'], 'Error: open nowhere.yaml: no such file or directory'],
    [['echo', '-f', 'https://example.com/values.yaml'], 'Error: cannot read https://example.com/values.yaml'],
    [['echo', '-f', '"a'], 'Error: invalid list "\\"a"'],
    [['./nowhere'], 'Error: path "./nowhere" not found'],
    [['a', 'b', 'echo'], 'Error: expected at most two arguments, unexpected arguments: echo'],
    [['a', 'echo', '--generate-name'], 'Error: cannot set --generate-name and also specify a name'],
    [['one.yaml'], "Error: file 'one.yaml' seems to be a YAML file, but expected a gzipped archive"],
    [['echo', '--set', 'fail=no'], 'Error: execution error at (echo/templates/a.yaml:9:3): no'],
  ])('%j', (words, message) => {
    const { status, stdout, stderr } = template(words);
    expect(stderr).toContain(message);
    expect(stderr).not.toMatch(/^ +at /m);
    expect(stdout).toBe('');
    expect(status).toBe(2);
  });

  test('with the place, its line and a caret', () => {
    expect(template(['echo', '--set', 'fail=no']).stderr).toBe(
      [
        'Error: execution error at (echo/templates/a.yaml:9:3): no',
        '',
        '  echo/templates/a.yaml:9:4',
        '  9 | {{ fail .Values.fail }}',
        '    |    ^',
        '',
        'Hint: see the template at this place',
        '',
      ].join('\n'),
    );
  });

  test('without the control characters that a chart puts into it', () => {
    expect(template(['echo', '--set', 'fail=\u001b[2Jx']).stderr).toContain('\\x1b[2Jx');
  });

  test('as JSON with --json', () => {
    const { status, stdout } = template(['echo', '--json', '--set', 'fail=no']);
    expect(status).toBe(2);
    expect(JSON.parse(stdout)).toMatchObject({
      schema: 'infra.error/v1',
      error: { code: 'TEMPLATE_EXECUTION', location: { file: 'echo/templates/a.yaml', line: 9 } },
    });
  });
});

describe('output', () => {
  test('of megabytes arrives whole in a pipe with a slow reader', () => {
    const command = `${program} template echo --set big=200000 | (sleep 0.3; wc -c)`;
    const count = Number(execFileSync('sh', ['-c', command], { cwd: directory, encoding: 'utf8' }));
    expect(count).toBeGreaterThan(3_200_000);
  });

  // The bundle has these in the file that it loads on demand.
  test.each([
    ['toToml (dict "a" 1.5)', 'a = 1.5\\n'],
    ['(fromToml "a = [1, 2]").a', '[1 2]'],
    ['dateInZone "2006-01-02" 86400 "UTC"', '1970-01-02'],
    ['duration "3725"', '1h2m5s'],
    ['(urlParse "https://u@h:1/p?q").host', 'h:1'],
    ['osBase "/a/b.txt"', 'b.txt'],
    ['b32enc "hi"', 'NBUQ===='],
    ['camelcase "a_b"', 'AB'],
    ['addf 0.1 0.2', '0.3'],
    ['deepEqual (list 1) (list 1)', 'true'],
    ['urlquery "a b"', 'a+b'],
    ['printf "%x" "hi"', '6869'],
    ['len (.Files.Glob "*.txt")', '1'],
    ['trunc 27 (genCA "x" 1).Cert', '-----BEGIN CERTIFICATE-----'],
    ['toYamlPretty (dict "a" (list 1))', 'a:\\n  - 1'],
    ['(fromYaml "a: &x [1]\\nb: *x").b', '[1]'],
  ])('of what few charts call: %s', (action, expected) => {
    const chart = `${directory}/rare`;
    mkdirSync(`${chart}/templates`, { recursive: true });
    writeFileSync(`${chart}/Chart.yaml`, 'apiVersion: v2\nname: rare\nversion: 1.0.0\n');
    writeFileSync(`${chart}/a.txt`, '');
    writeFileSync(`${chart}/templates/a.yaml`, `text: {{ toJson (print (${action})) }}`);
    expect(template(['rare']).stdout).toContain(`text: "${expected}"`);
  });

  test('that nobody reads to its end is no error', () => {
    const command = `set -o pipefail; ${program} template echo --set big=200000 | head -c 10`;
    expect(execFileSync('bash', ['-c', command], { cwd: directory, encoding: 'utf8' })).toBe('---\n# Sour');
  });

  test('is the same without a place for the code cache', () => {
    const expected = template(['echo']).stdout;
    const places = [
      { HOME: '', XDG_CACHE_HOME: '' },
      { XDG_CACHE_HOME: '/dev/null' },
      { INFRA_CODE_CACHE: 'off' },
    ];
    for (const env of places)
      expect(infraRun(['template', 'echo'], { cwd: directory, env })).toMatchObject({
        stdout: expected,
        stderr: '',
      });
  });

  test('is the same from the code cache, and when that is torn', () => {
    const env = { XDG_CACHE_HOME: `${directory}/cache` };
    const run = () => infraRun(['template', 'echo'], { cwd: directory, env });
    const expected = template(['echo']).stdout;
    for (let round = 0; round < 6; round++) expect(run().stdout).toBe(expected);
    execFileSync(
      'sh',
      ['-c', `for f in ${directory}/cache/infra/code/*/*; do head -c 1000 "$f" > t; mv t "$f"; done`],
      { cwd: directory },
    );
    expect(run()).toEqual({ status: 0, stdout: expected, stderr: '' });
  });
});

describe('help', () => {
  test.each([[['--help']], [['template', '--help']], [['unpack', '--help']]])('%j has examples', (words) => {
    const { status, stdout } = infraRun(words);
    expect(stdout).toMatch(/^Usage: infra /);
    expect(stdout).toMatch(/Examples:\n {2}\$ infra /);
    expect(status).toBe(0);
  });

  test('no command asks for help, an unknown one is an error', () => {
    expect(infraRun([])).toEqual(infraRun(['--help']));
    expect(infraRun([]).status).toBe(0);
    expect(infraRun(['no-such']).stderr).toContain("Error: unknown command 'no-such'");
  });

  test('--version', () => {
    expect(infraRun(['--version']).stdout).toMatch(/^\d+\.\d+\.\d+\n$/);
  });
});
