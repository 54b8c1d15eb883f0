import type { IntegerType, Value } from './value.ts';
import { ANY, Integer, LIST, MAP, nilMap, nilSlice } from './value.ts';

const INTEGER_TYPES = /^(?:u?int(?:8|16|32|64)|uint|time\.(?:Duration|Month|Weekday))$/;

/** The zero value of a Go type, by its name: what a missing key of a map with such elements gives. */
export function zeroValue(type: string): Value {
  switch (type) {
    case ANY:
      return null;
    case 'string':
      return '';
    case 'bool':
      return false;
    case 'int':
      return 0n;
    case 'float64':
      return 0;
    case '[]uint8':
      return new Uint8Array();
    case LIST:
      return nilSlice();
    case MAP:
      return nilMap();
  }
  if (INTEGER_TYPES.test(type)) return new Integer(type as IntegerType, 0n);
  return type.startsWith('[]') ? nilSlice(type.slice(2)) : null;
}
