import { InfraError } from '../lib/error.ts';
import { readFile } from '../system/files.ts';

/**
 * The content of a file named on the command line (`-f`, `--set-file`). Nothing is fetched from the network. Throws
 * InfraError.
 */
export function readValuesFile(path: string): Uint8Array {
  if (/^(https?|oci):\/\//.test(path)) {
    throw new InfraError('USAGE', `cannot read ${path}: values files are not fetched from the network`, {
      hint: 'download the file and give its path, so that the same command gives the same output tomorrow',
    });
  }
  return readFile(path);
}
