/** What `BODY[…]` names, RFC 3501 §6.4.5: `{ part: [1, 2], what: 'mime', fields: [] }` is `1.2.MIME`. */
export interface Section {
  /** Empty: the message itself. */
  readonly part: readonly number[];
  /** `fields`, `fields.not`: HEADER.FIELDS, HEADER.FIELDS.NOT with {@link Section.fields}. `all`: the whole of the part. */
  readonly what: 'all' | 'header' | 'fields' | 'fields.not' | 'text' | 'mime';
  /** As they were asked; compared without case. */
  readonly fields: readonly string[];
}
