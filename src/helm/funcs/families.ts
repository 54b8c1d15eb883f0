import type { FunctionTable } from '../../gotemplate/function.ts';
import type { FunctionContext } from '../environment.ts';
import { cryptoFunctions } from './crypto.ts';
import { dataFunctions } from './data.ts';
import { dateFunctions } from './dates.ts';
import { defaultFunctions } from './defaults.ts';
import { dictFunctions } from './dicts.ts';
import { encodingFunctions } from './encoding.ts';
import { listFunctions } from './lists.ts';
import { lookupFunctions } from './lookup.ts';
import { mathFunctions } from './math.ts';
import { networkFunctions } from './network.ts';
import { pathFunctions } from './paths.ts';
import { randomFunctions } from './random.ts';
import { reflectionFunctions } from './reflection.ts';
import { regexFunctions } from './regex.ts';
import { semverFunctions } from './semver-functions.ts';
import { stringFunctions } from './strings.ts';
import { tomlFunctions } from './toml-functions.ts';
import { urlFunctions } from './urls.ts';

const FAMILIES: readonly ((context: FunctionContext) => FunctionTable)[] = [
  cryptoFunctions,
  dataFunctions,
  dateFunctions,
  defaultFunctions,
  dictFunctions,
  encodingFunctions,
  listFunctions,
  lookupFunctions,
  mathFunctions,
  networkFunctions,
  pathFunctions,
  randomFunctions,
  reflectionFunctions,
  regexFunctions,
  semverFunctions,
  stringFunctions,
  tomlFunctions,
  urlFunctions,
];

/** All functions of sprig and Helm, a table for each family. */
export function familyTables(context: FunctionContext): FunctionTable[] {
  return FAMILIES.map((family) => family(context));
}
