import assert from 'node:assert/strict';
import { Refusal } from '#kernel';
import { isPlainlyWellFormed, readXml, type XmlElement } from '#xml';
import type { CdaHeader } from '../cda/index.ts';
import { checkMetadata } from './compared.ts';
import { checkForm } from './form.ts';
import { checkHeader, headerOf, hl7 } from './header/index.ts';
import { headerEnd } from './headerEnd.ts';
import { checkLists } from './lists.ts';
import { metadataOf } from './metadata.ts';

/** What was read of a document for the rules of its header. */
export type ReadPart = 'refused' | 'whole' | 'header';

/** Test support: that the stages of the header say the same of what the form has read and of the whole tree, place by place. */
export function saysTheSame(bytes: Buffer, what: string): ReadPart {
  const { read } = checkForm(bytes);
  if (read === undefined) return 'refused';
  const { document, header } = read;
  const whole = readXml(bytes)
    .named('ClinicalDocument')
    .find(({ namespace }) => namespace === hl7);
  assert.ok(whole !== undefined, what);
  assert.deepEqual(said(document, header, bytes), said(whole, header, bytes), what);
  return header instanceof Refusal || !isPlainlyWellFormed(bytes) || headerEnd(bytes, header) === bytes.length
    ? 'whole'
    : 'header';
}

function said(document: XmlElement, header: CdaHeader | Refusal, bytes: Buffer): unknown {
  const parts = headerOf(document);
  // As if everything was sent otherwise: each place is told.
  const sent = { uniqueId: '', title: 'x', size: 1, confidentiality: [], authors: [{ id: 'x' }], eventStart: new Date(0) };
  return [
    checkHeader(parts),
    checkLists(parts),
    header instanceof Refusal ? undefined : checkMetadata(document, metadataOf(header), bytes, sent),
  ];
}
