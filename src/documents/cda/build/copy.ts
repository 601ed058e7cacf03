import type { CodedValue } from '#kernel';
import type { Ii } from '../header.ts';
import { coded, identifier, templates } from './coded.ts';
import type { Section } from './draft.ts';
import { base64, element } from './xml.ts';

const copy: CodedValue = { code: '55108-5', system: '2.16.840.1.113883.6.1', display: 'Copie du document' };
const attached: CodedValue = { code: '55107-7', system: '2.16.840.1.113883.6.1', display: 'Document attaché' };
const kind: CodedValue = { code: '69764-9', system: '2.16.840.1.113883.6.1', display: 'Type de document' };

/**
 * The section in which a structured document carries its own printed form.
 *
 * In: `ids` name the section, the attachment and its type, in this order.
 * Source: CI-SIS, FR-Document-PDF-copie (1.2.250.1.213.1.1.2.243) and FR-Document-attache.
 */
export function pdfCopy(pdf: Uint8Array, ids: readonly [section: Ii, attachment: Ii, type: Ii]): Section {
  const [section, attachment, type] = ids;
  const media = element(
    'observationMedia',
    { classCode: 'OBS', moodCode: 'EVN', ID: 'copie' },
    element('value', { mediaType: 'application/pdf', representation: 'B64' }, base64(pdf)),
  );
  const nature = element(
    'observation',
    { classCode: 'OBS', moodCode: 'EVN' },
    templates(['1.3.6.1.4.1.19376.1.5.3.1.4.13', '1.2.250.1.213.1.1.3.48', '1.2.250.1.213.1.1.3.48.18']),
    identifier(type),
    coded('code', kind),
    element('text', {}, element('reference', { value: '#copie' })),
    element('statusCode', { code: 'completed' }),
    element('effectiveTime', { nullFlavor: 'NA' }),
    coded('value', copy, 'CD'),
  );
  const organizer = element(
    'organizer',
    { classCode: 'CLUSTER', moodCode: 'EVN' },
    templates(['1.2.250.1.213.1.1.3.18']),
    identifier(attachment),
    coded('code', attached),
    element('statusCode', { code: 'completed' }),
    element('component', {}, nature),
    element('component', {}, media),
  );
  return {
    templateIds: ['1.2.250.1.213.1.1.2.243'],
    id: section,
    code: copy,
    title: copy.display,
    blocks: [{ kind: 'media', id: 'copie' }],
    entries: [element('entry', {}, organizer)],
  };
}
