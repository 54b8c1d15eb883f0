import { fileURLToPath } from 'node:url';
import { fileStatus, readFile } from '../system/files.ts';
import { isAppName } from './repository.ts';

/** The texts of a ready-made definition that comes with the program. */
export interface PackedApp {
  readonly definitionText: string;
  readonly valuesText: string | undefined;
}

/** The definition of an app that is packed with the program, undefined where there is none of that name. */
export function packedApp(app: string): PackedApp | undefined {
  if (!isAppName(app)) return undefined;
  const home = `${packageRoot()}/infra/${app}`;
  const definitionText = textOf(`${home}/app.yaml`);
  return definitionText === undefined
    ? undefined
    : { definitionText, valuesText: textOf(`${home}/values.yaml`) };
}

/** The program stands two directories below the package's root, as a bundle and as sources. */
function packageRoot(): string {
  const location = import.meta.url;
  const path = location.startsWith('file:') ? fileURLToPath(location) : location;
  return path.split('/').slice(0, -3).join('/');
}

function textOf(path: string): string | undefined {
  return fileStatus(path)?.kind === 'file' ? new TextDecoder().decode(readFile(path)) : undefined;
}
