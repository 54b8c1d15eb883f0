import { expect, test } from 'vitest';
import { asRead, knownRepositoryUrl } from '../../src/install/repository-url.ts';
import { readInfraYaml } from '../../src/project/infra-yaml.ts';

test.each([
  ['git@git.example.com:ops/platform.git', 'git@git.example.com:ops/platform.git'],
  ['git.example.com:ops/platform.git', 'ssh://git@git.example.com/ops/platform.git'],
  ['https://ann:secret@git.example.com/x.git', 'https://git.example.com/x.git'],
  ['https://token@git.example.com/x.git', 'https://git.example.com/x.git'],
  ['ssh://git@git.example.com:2222/x.git', 'ssh://git@git.example.com:2222/x.git'],
  ['ssh://ann:secret@git.example.com/x.git', 'ssh://ann@git.example.com/x.git'],
  ['file:///srv/x.git', 'file:///srv/x.git'],
  ['/srv/x.git', 'file:///srv/x.git'],
  ['../x.git', 'file:///srv/x.git'],
])('Argo CD reads %s at %s', (address, url) => {
  expect(asRead(address, '/srv/work')).toBe(url);
});

test('what Argo CD cannot read is told', () => {
  expect(() => asRead('codecommit::eu-west-1://x', '/srv/work')).toThrow(
    'Argo CD cannot read a repository at',
  );
});

test.each([
  'git@git.example.com:x.git',
  'https://git.example.com/x.git',
  'ssh://git@git.example.com/x',
  'file:///srv/x',
])('infra.yaml may say %s', (url) => {
  const infraYaml = readInfraYaml(`git: { url: "${url}" }\n`, 'infra.yaml');
  expect(knownRepositoryUrl('/nowhere', infraYaml)).toBe(url);
});

test.each([
  ['https://ann:hunter2@git.example.com/x', 'has credentials'],
  ['../x.git', 'must be an address of Git'],
])('infra.yaml may not say %s', (url, message) => {
  expect(() => readInfraYaml(`git: { url: "${url}" }\n`, 'infra.yaml')).toThrow(message);
});
