import { type Entity, readTree } from './entity.ts';
import { type Head, readHead } from './head.ts';

/** What `BODY[…]` names, RFC 3501 §6.4.5: `{ part: [1, 2], what: 'mime', fields: [] }` is `1.2.MIME`. */
export interface Section {
  /** Empty: the message itself. */
  readonly part: readonly number[];
  /** `fields`, `fields.not`: HEADER.FIELDS, HEADER.FIELDS.NOT with {@link Section.fields}. `all`: the whole of the part. */
  readonly what: 'all' | 'header' | 'fields' | 'fields.not' | 'text' | 'mime';
  /** As they were asked; compared without case. */
  readonly fields: readonly string[];
}

const never = (): boolean => false;

/**
 * The bytes that a section names, as they stand (a view, not a copy, but for chosen fields); undefined (NIL) where the message has no such part.
 * The parts are read only where the section names one.
 */
export function sectionOf(bytes: Buffer, section: Section): Buffer | undefined {
  if (section.part.length === 0) {
    if (section.what === 'all') return bytes;
    return ofMessage(bytes, section, 0, readHead(bytes, 0, never), bytes.length);
  }
  const part = partAt(readTree(bytes).root, section.part);
  if (part === undefined) return undefined;
  if (section.what === 'all') return bytes.subarray(part.bodyFrom, part.bodyTo);
  if (section.what === 'mime') return bytes.subarray(part.headerFrom, part.bodyFrom);
  const [message] = part.form === 'message' ? part.parts : [];
  if (message === undefined) return undefined;
  return ofMessage(bytes, section, message.headerFrom, message.head, part.bodyTo);
}

function ofMessage(bytes: Buffer, section: Section, from: number, head: Head, to: number): Buffer | undefined {
  switch (section.what) {
    case 'header':
      return bytes.subarray(from, head.bodyFrom);
    case 'text':
      return bytes.subarray(head.bodyFrom, to);
    case 'fields':
    case 'fields.not':
      return chosenFields(bytes, head, section);
    default:
      return undefined;
  }
}

const lineEnd = Buffer.from('\r\n');

/** With the empty line that ends a header, always (RFC 3501 §6.4.5). */
function chosenFields(bytes: Buffer, head: Head, section: Section): Buffer {
  const names = new Set(section.fields.map((name) => name.toLowerCase()));
  const wanted = section.what === 'fields';
  const chosen = head.fields
    .filter((field) => names.has(field.name) === wanted)
    .map((field) => bytes.subarray(field.from, field.to));
  return Buffer.concat([...chosen, lineEnd]);
}

/** A part by its numbers: those of a multipart's children, or 1 for what is not one; inside a message the count begins anew. */
export function partAt(root: Entity, numbers: readonly number[]): Entity | undefined {
  let at: Entity = root;
  let isMessage = true;
  for (const number of numbers) {
    if (!isMessage && at.form === 'message') {
      const [nested] = at.parts;
      if (nested === undefined) return undefined;
      at = nested;
      isMessage = true;
    }
    const next = at.form === 'multipart' ? at.parts[number - 1] : isMessage && number === 1 ? at : undefined;
    if (next === undefined) return undefined;
    at = next;
    isMessage = false;
  }
  return at;
}
