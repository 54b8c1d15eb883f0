// The cases: every archive of a directory × its defaults and each of its values files × the releases of helm.
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { digestOf } from './answers.mjs';

export const HELM_VERSIONS = ['4.2.4', '3.19.5'];

/**
 * @typedef {object} Case
 * @property {string} id e.g. `jenkins-5.9.53 ci/default.yaml, helm 4.2.4`
 * @property {string} archive
 * @property {string} helmVersion
 * @property {string[]} words the arguments behind `template`
 * @property {string} key digest of the version, the arguments and all input
 */

/**
 * @param {string} directory
 * @param {string} filter only cases whose id contains it
 * @returns {Case[]}
 */
export function listCases(directory, filter) {
  const archives = readdirSync(directory).filter((name) => name.endsWith('.tgz'));
  const cases = archives.sort().flatMap((name) => casesOf(directory, name));
  return cases.filter(({ id }) => id.includes(filter));
}

/**
 * @param {string} directory
 * @param {string} name
 */
function casesOf(directory, name) {
  const stem = name.replace(/\.tgz$/, '');
  const archive = `${directory}/${name}`;
  const valuesDirectory = `${directory}/${stem}.values`;
  const values = existsSync(valuesDirectory) ? readdirSync(valuesDirectory).sort() : [];
  const digest = digestOf([readFileSync(archive)]);
  return HELM_VERSIONS.flatMap((helmVersion) => {
    /** @param {string} label @param {string[]} words @param {string} [file] */
    const make = (label, words, file) => ({
      id: `${stem} ${label}, helm ${helmVersion}`,
      archive,
      helmVersion,
      words,
      key: digestOf([
        'helm',
        helmVersion,
        digest,
        label,
        ...(file === undefined ? [] : [readFileSync(file)]),
      ]),
    });
    return [
      make('(defaults)', [archive]),
      make('(named)', ['my-release', archive, '--namespace', 'some-namespace', '--include-crds']),
      ...values.map((each) =>
        make(each, [archive, '-f', `${valuesDirectory}/${each}`], `${valuesDirectory}/${each}`),
      ),
    ];
  });
}
