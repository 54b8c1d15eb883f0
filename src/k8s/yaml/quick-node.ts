import { EMPTY, FLOW_EMPTY } from '../changed-scalar.ts';
import type { Scalar } from '../node.ts';
import { styledText } from '../quoted.ts';
import { blockText, plainNode } from './build-node.ts';
import { UnusualYaml } from './line-text.ts';
import type { Built, QuickScalars } from './quick-scalars.ts';
import { coreTag } from './core-tag.ts';
import { mayBeTyped } from './scalar.ts';

const MERGE_KEY = '<<';

/** Turns the texts of scalars into nodes, as buildNode does. */
export class QuickNodeScalars implements QuickScalars<Scalar> {
  readonly empty = EMPTY;
  readonly flowEmpty = FLOW_EMPTY;

  value(text: string): string | Scalar {
    return mayBeTyped(text.charCodeAt(0)) ? plainNode(text, false) : text;
  }

  flowValue(text: string): string | Scalar {
    return mayBeTyped(text.charCodeAt(0)) ? plainNode(text, true) : text;
  }

  quoted(text: string): string | Scalar {
    return styledText(text, true);
  }

  literal(text: string): string | Scalar {
    return blockText(text, false);
  }

  folded(text: string): string | Scalar {
    return blockText(text, true);
  }

  key(text: string): string {
    if (mayBeTyped(text.charCodeAt(0)) && coreTag(text) !== '!!str') throw new UnusualYaml();
    return text;
  }

  flowKey(text: string): string {
    return this.key(text);
  }

  add(map: Map<string, Built<Scalar>>, key: string, value: Built<Scalar>): void {
    const { size } = map;
    map.set(key, value);
    if (map.size === size || key === MERGE_KEY) throw new UnusualYaml();
  }
}
