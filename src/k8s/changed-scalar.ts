import { Scalar } from './node.ts';

/**
 * A scalar that is another one once Kustomize has written it and read it again, which it does for output. Only rare styles do
 * that, so nodes need not know their style otherwise.
 */
export class ChangedScalar extends Scalar {
  /** The text it is then; undefined where it cannot be read any more. */
  readonly written: string | undefined;

  constructor(tag: string, text: string, written: string | undefined) {
    super(tag, text);
    this.written = written;
  }
}

/** The null that a value is which is not there: `a:`. */
export const EMPTY = new Scalar('!!null', '');

/** The null that a value is which is not there, in a flow collection: `{a: }`. It gets quotes when it is written again. */
export const FLOW_EMPTY = new ChangedScalar('!!null', '', '');
