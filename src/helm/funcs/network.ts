import { define, type FunctionTable } from '../../gotemplate/function.ts';
import type { FunctionContext } from '../environment.ts';

/** getHostByName: what the environment resolves, "" where names are not resolved. */
export function networkFunctions({ environment }: FunctionContext): FunctionTable {
  return { getHostByName: define(['string'], (name) => environment.resolveHost(name), 'lookup') };
}
