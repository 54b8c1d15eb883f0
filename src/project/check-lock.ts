import { InfraError, type Location } from '../lib/error.ts';
import type { LockSection } from './lock.ts';
import { entriesAt, readYamlPlace, wrongAt, type Place } from './yaml-place.ts';

const MAX_LOCK = 64 * 1024 * 1024;
/** A name of a file that a base may have: it becomes a path. */
const FILE_NAME = /^(?:crds\/)?[a-z0-9][a-z0-9.-]{0,250}$/;
const BASE_NAME = /^[a-z0-9](?:[-a-z0-9]{0,61}[a-z0-9])?(?:@[\w.+-]{1,100})?$/;
const DIGEST = /^sha256:[0-9a-f]{64}$/;

interface LockFile {
  readonly bases: Readonly<Record<string, LockSection>>;
}

/** What is wrong, and the keys that lead to it. */
class WrongShape extends Error {
  readonly keys: readonly string[];

  constructor(keys: readonly string[], problem: string) {
    super(problem);
    this.keys = keys;
  }
}

/** The content of an app.lock, which people may have merged wrongly. Throws InfraError LOCK with the place. */
export function checkLock(text: string, file: string, schema: string): LockFile {
  const hint = 'take the version of one side of the merge, then run infra unpack again';
  if (text.length > MAX_LOCK) throw new InfraError('LOCK', `${file} is too large for a lock`);
  try {
    const data: unknown = JSON.parse(text);
    checkFile(data, schema);
    return data as LockFile;
  } catch (error) {
    if (error instanceof WrongShape) {
      const path = error.keys.join('.');
      const message = `${file} is no lock that can be used: ${path === '' ? '' : `${path} `}${error.message}`;
      const location = locate(text, file, error.keys);
      throw new InfraError('LOCK', message, { location, hint, cause: error });
    }
    if (!(error instanceof SyntaxError || error instanceof RangeError)) throw error;
    const location = syntaxLocation(text, file);
    throw new InfraError('LOCK', `${file} is no lock that can be read`, { location, hint, cause: error });
  }
}

function checkFile(data: unknown, schema: string): void {
  const file = objectAt(data, []);
  if (file['schema'] !== schema) throw new WrongShape(['schema'], `is not ${schema}`);
  for (const [name, section] of Object.entries(objectAt(file['bases'], ['bases']))) {
    if (!BASE_NAME.test(name)) throw new WrongShape(['bases', name], 'cannot be the name of a base');
    checkSection(section, ['bases', name]);
  }
}

function checkSection(data: unknown, keys: readonly string[]): void {
  const section = objectAt(data, keys);
  const below = (key: string): string[] => [...keys, key];
  for (const key of ['engine', 'profile', 'release', 'namespace', 'kubeVersion', 'values'])
    if (typeof section[key] !== 'string') throw new WrongShape(below(key), 'is no text');
  for (const key of ['apiVersions', 'dropped', 'changed', 'frozen'])
    if (!Array.isArray(section[key])) throw new WrongShape(below(key), 'is no list');
  const upstream = objectAt(section['upstream'], below('upstream'));
  checkTexts(upstream, below('upstream'), /^/);
  if (upstream['source'] === undefined) throw new WrongShape(below('upstream'), 'has no source');
  const { dependencies = [] } = section;
  if (!Array.isArray(dependencies)) throw new WrongShape(below('dependencies'), 'is no list');
  for (const [index, dependency] of dependencies.entries())
    checkDependency(dependency, [...below('dependencies'), String(index)]);
  checkTexts(objectAt(section['policies'], below('policies')), below('policies'), /^/);
  const files = objectAt(section['files'], below('files'));
  checkTexts(files, below('files'), DIGEST);
  checkTexts(objectAt(section['resources'], below('resources')), below('resources'), FILE_NAME);
  for (const name of Object.keys(files))
    if (!FILE_NAME.test(name))
      throw new WrongShape([...below('files'), name], 'cannot be the name of a file');
  if (section['verified'] !== undefined)
    checkTexts(objectAt(section['verified'], below('verified')), below('verified'), /^[-+.\w]{1,80}$/);
  objectAt(section['secrets'], below('secrets'));
  for (const [index, value] of (section['frozen'] as unknown[]).entries())
    checkFrozen(value, [...below('frozen'), String(index)]);
}

function checkDependency(data: unknown, keys: readonly string[]): void {
  const { name, version, digest } = objectAt(data, keys);
  if (typeof name !== 'string' || typeof version !== 'string')
    throw new WrongShape(keys, 'has no name and version');
  if (digest !== undefined) checkTexts({ digest }, keys, DIGEST);
}

function checkFrozen(data: unknown, keys: readonly string[]): void {
  const frozen = objectAt(data, keys);
  for (const key of ['identity', 'path', 'generator'])
    if (typeof frozen[key] !== 'string') throw new WrongShape([...keys, key], 'is no text');
  if (frozen['place'] !== undefined && typeof frozen['place'] !== 'string')
    throw new WrongShape([...keys, 'place'], 'is no text');
  const value = frozen['value'];
  const pieces: unknown[] = Array.isArray(value) ? value : [value];
  if (!pieces.every((piece) => typeof piece === 'string'))
    throw new WrongShape([...keys, 'value'], 'is no text');
}

function checkTexts(object: Record<string, unknown>, keys: readonly string[], pattern: RegExp): void {
  for (const [key, value] of Object.entries(object))
    if (typeof value !== 'string' || !pattern.test(value))
      throw new WrongShape([...keys, key], 'is not what it should be');
}

function objectAt(data: unknown, keys: readonly string[]): Record<string, unknown> {
  if (typeof data === 'object' && data !== null && !Array.isArray(data))
    return data as Record<string, unknown>;
  throw new WrongShape(keys, data === undefined ? 'is missing' : 'is no mapping');
}

/** JSON is YAML: the reader of YAML knows places. */
function locate(text: string, file: string, keys: readonly string[]): Location {
  try {
    let place: Place = readYamlPlace(text, file);
    for (const key of keys) place = entriesAt(place).get(key) ?? place;
    return wrongAt(place, '').location ?? { file };
  } catch (error) {
    return (error instanceof InfraError && error.location) || { file };
  }
}

function syntaxLocation(text: string, file: string): Location {
  const marker = /^(?:<{7}|={7}|>{7})/m.exec(text);
  if (marker !== null) return lineAt(text, file, marker.index);
  return locate(text, file, []);
}

function lineAt(text: string, file: string, offset: number): Location {
  const line = text.slice(0, offset).split('\n').length;
  return { file, line, column: 1, source: text.split('\n', line)[line - 1] ?? '' };
}
