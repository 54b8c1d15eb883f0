import { describe, expect, test } from 'vitest';
import { readAppYaml } from '../../src/project/app-yaml.ts';
import { digestOf } from '../../src/project/digest.ts';
import { readLock, writeLock, type LockSection } from '../../src/project/lock.ts';
import { filesBelow, lockedApps, read } from './starter.ts';

function lockOf(app: string): LockSection {
  const path = `infra/${app}/app.lock`;
  return readLock(read(path), path).get(app)!;
}

/** The keys and values of a piece of data that are texts. */
function textsIn(data: unknown): string[] {
  if (typeof data === 'string') return [data];
  if (typeof data !== 'object' || data === null) return [];
  return [...(Array.isArray(data) ? [] : Object.keys(data)), ...Object.values(data).flatMap(textsIn)];
}

describe.each(lockedApps)('the lock of %s', (app) => {
  const definition = readAppYaml(read(`infra/${app}/app.yaml`), 'app.yaml');
  const lock = lockOf(app);

  test('is one base, written as infra writes it', () => {
    const text = read(`infra/${app}/app.lock`);
    const bases = readLock(text, 'app.lock');
    expect([...bases.keys()]).toEqual([app]);
    expect(writeLock(bases)).toBe(text);
  });

  test('is of what app.yaml and values.yaml say', () => {
    const { repository, chart, manifests, version } = definition.upstream;
    expect(lock.upstream.source).toBe(manifests ?? `${repository}/${chart}`);
    expect(lock.upstream.version).toBe(version);
    expect(lock.upstream.digest).toMatch(/^sha256:[0-9a-f]{64}$/);
    expect(lock.namespace).toBe(definition.namespace ?? app);
    const hasValues = filesBelow(`infra/${app}`).includes(`infra/${app}/values.yaml`);
    expect(lock.values).toBe(digestOf(hasValues ? read(`infra/${app}/values.yaml`) : ''));
  });

  test('has every file and every resource of the base', () => {
    const files = Object.keys(lock.files);
    expect(files).toEqual([...new Set(['kustomization.yaml', ...Object.values(lock.resources)])].sort());
    for (const digest of Object.values(lock.files)) expect(digest).toMatch(/^sha256:[0-9a-f]{64}$/);
  });

  test('knows nothing of the machine that made it', () => {
    const texts = textsIn({ ...lock, checksums: [], frozen: [] });
    expect(
      texts.filter((text) => /^(?:\/|~|file:|[A-Z]:\\)|mirror|localhost|127\.0\.0\.1/.test(text)),
    ).toEqual([]);
    const { source, url } = lock.upstream;
    for (const address of [source, url ?? source]) expect(address).toMatch(/^(?:https:\/\/|\.\/infra\/)/);
  });
});

test('the base of our own manifests is here, and is what its lock says', () => {
  const own = lockedApps.filter((app) => lockOf(app).upstream.source.startsWith('./'));
  expect(own).toEqual(['ingress-nginx-config']);
  for (const app of own) {
    const files = filesBelow(`base/${app}`);
    const digests = files.map((path) => [path.slice(`base/${app}/`.length), digestOf(read(path))]);
    expect(Object.fromEntries(digests)).toEqual(lockOf(app).files);
  }
});
