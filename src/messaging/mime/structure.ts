import type { Entity } from './entity.ts';
import { envelopeFields, envelopeList } from './envelope.ts';
import { firstValue } from './head.ts';
import { mostStructure } from './limits.ts';
import { nstring } from './lists.ts';
import { type Structured, structured } from './parameters.ts';

/** BODYSTRUCTURE, RFC 3501 §7.4.2, with extension data. Longer than 1 Mi characters (hostile): the message is told as one part without a type. */
export function structureList(bytes: Buffer, root: Entity): string {
  const budget = { left: mostStructure };
  const list = partList(bytes, root, budget);
  if (budget.left >= 0) return list;
  return `("application" "octet-stream" NIL NIL NIL "binary" ${bytes.length - root.bodyFrom} NIL NIL NIL NIL)`;
}

function partList(bytes: Buffer, part: Entity, budget: { left: number }): string {
  if (budget.left < 0) return 'NIL';
  const list = part.form === 'multipart' ? multipartList(bytes, part, budget) : leafList(bytes, part, budget);
  // Children were counted too: a deep tree pays for each level, which is what it costs.
  budget.left -= list.length;
  return list;
}

function multipartList(bytes: Buffer, part: Entity, budget: { left: number }): string {
  const children = part.parts.map((child) => partList(bytes, child, budget)).join('');
  const subtype = nstring(part.type.slice('multipart/'.length));
  return `(${children} ${subtype} ${parameterList(part.typed)} ${dispositionLanguagePlace(bytes, part)})`;
}

function leafList(bytes: Buffer, part: Entity, budget: { left: number }): string {
  const [type = '', subtype = ''] = part.type.split('/');
  const fields = [
    nstring(type),
    nstring(subtype),
    parametersOf(part),
    nstring(part.contentId),
    nstring(firstValue(bytes, part.head, 'content-description')),
    nstring(part.encoding),
    String(part.bodyTo - part.bodyFrom),
  ];
  const [nested] = part.parts;
  if (part.form === 'message' && nested !== undefined) {
    const envelope = envelopeList(envelopeFields(bytes, nested.head));
    budget.left -= envelope.length;
    fields.push(envelope, partList(bytes, nested, budget), String(part.lines));
  } else if (type === 'text') fields.push(String(part.lines));
  return `(${fields.join(' ')} ${nstring(firstValue(bytes, part.head, 'content-md5'))} ${dispositionLanguagePlace(bytes, part)})`;
}

/** RFC 2045 §5.2: what says nothing of itself is plain US-ASCII text. */
function parametersOf(part: Entity): string {
  if (part.typed?.value === part.type) return parameterList(part.typed);
  return part.type === 'text/plain' ? '("charset" "us-ascii")' : 'NIL';
}

/** As written, RFC 2231 marks included: the client reads them. */
function parameterList(read: Structured | undefined): string {
  if (read === undefined || read.parameters.length === 0) return 'NIL';
  return `(${read.parameters.map(([name, value]) => `${nstring(name)} ${nstring(value)}`).join(' ')})`;
}

function dispositionLanguagePlace(bytes: Buffer, part: Entity): string {
  const disposed = part.disposed;
  const disposition =
    disposed === undefined || disposed.value === '' ? 'NIL' : `(${nstring(disposed.value)} ${parameterList(disposed)})`;
  const place = nstring(firstValue(bytes, part.head, 'content-location'));
  return `${disposition} ${languageList(firstValue(bytes, part.head, 'content-language'))} ${place}`;
}

function languageList(value: string | undefined): string {
  const tags = (value === undefined ? '' : structured(value).value).split(',').filter((tag) => tag !== '');
  const [only] = tags;
  if (only === undefined) return 'NIL';
  return tags.length === 1 ? nstring(only) : `(${tags.slice(0, 50).map(nstring).join(' ')})`;
}
