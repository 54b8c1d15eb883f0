import { define, type FunctionTable } from '../../gotemplate/function.ts';
import type { FunctionContext } from '../environment.ts';

/** lookup: an object of the cluster, or an empty map where there is none. */
export function lookupFunctions({ environment }: FunctionContext): FunctionTable {
  return {
    lookup: define(
      ['string', 'string', 'string', 'string'],
      (apiVersion, kind, namespace, name) => environment.lookup(apiVersion, kind, namespace, name),
      'lookup',
    ),
  };
}
