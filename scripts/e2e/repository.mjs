// An operator's repository and its bare remote, in directories of this run, with the commands an operator types.
import { execFile } from 'node:child_process';
import { mkdirSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';

const run = promisify(execFile);
export const INFRA = fileURLToPath(new URL('../../dist/bin/infra.js', import.meta.url));

/** The settings of whoever runs this are not those of the operator. */
const ENVIRONMENT = {
  ...process.env,
  NO_COLOR: '1',
  GIT_CONFIG_GLOBAL: '/dev/null',
  GIT_CONFIG_NOSYSTEM: '1',
  ...Object.fromEntries(
    ['AUTHOR', 'COMMITTER'].flatMap((who) => [
      [`GIT_${who}_NAME`, 'Operator'],
      [`GIT_${who}_EMAIL`, 'operator@example.com'],
    ]),
  ),
};

/** @typedef {Awaited<ReturnType<typeof newRepository>>} Repository */

/**
 * Makes an empty repository whose origin is a bare one beside it.
 * @param {string} directory
 */
export async function newRepository(directory) {
  const root = `${directory}/platform`;
  const remote = `${directory}/platform.git`;
  mkdirSync(root, { recursive: true });
  /** @type {(program: string, words: readonly string[]) => Promise<string>} */
  const type = async (program, words) => {
    const options = { cwd: root, env: ENVIRONMENT, maxBuffer: 1 << 26 };
    try {
      return (await run(program, words, options)).stdout;
    } catch (error) {
      const { stdout, stderr } = /** @type {Error & { stdout: string, stderr: string }} */ (error);
      const line = [
        program === process.execPath ? 'infra' : program,
        ...words.slice(program === process.execPath ? 1 : 0),
      ];
      throw new Error(`$ ${line.join(' ')}\n${stdout}${stderr}`.trimEnd(), { cause: error });
    }
  };
  /** @param {string[]} words */
  const git = async (...words) => (await type('git', words)).trimEnd();
  await git('init', '--quiet', '--bare', '--initial-branch=main', remote);
  await git('init', '--quiet', '--initial-branch=main', '.');
  await git('remote', 'add', 'origin', `file://${remote}`);
  return {
    root,
    remote,
    type,
    git,
    /** What infra prints. @param {string[]} words */
    infra: (...words) => type(process.execPath, [INFRA, ...words]),
    /** Commits all there is and gives the commit. @param {string} message */
    async commit(message) {
      await git('add', '--all');
      await git('commit', '--quiet', '--message', message);
      return await git('rev-parse', 'HEAD');
    },
  };
}
