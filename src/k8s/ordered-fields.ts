/** A map whose keys writers keep in their order, as those of a Go struct, where they sort the keys of other maps. */
export class OrderedFields extends Map<string, unknown> {
  readonly isOrdered = true;
}
