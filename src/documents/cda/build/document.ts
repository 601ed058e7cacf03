import { coded, identifier, templates } from './coded.ts';
import type { CdaDraft, OwnDraft, Section } from './draft.ts';
import { header } from './header.ts';
import { narrative } from './narrative.ts';
import { base64, element, leaf, nothing, type Xml } from './xml.ts';

/** IHE XDS-SD, which every N1 document of the CI-SIS declares. */
const scannedDocument = '1.3.6.1.4.1.19376.1.2.20';

/**
 * Writes a CDA R2 of level 1: the CI-SIS header around a PDF in base64.
 *
 * Out: the document in UTF-8. Does not look inside the PDF and does not check codes against the code lists.
 * Source: CI-SIS, CDA R2 niveau 1; IHE XDS-SD.
 */
export function buildN1(draft: CdaDraft | OwnDraft, pdf: Uint8Array): Buffer {
  const templateIds = [scannedDocument, ...draft.templateIds.filter((root) => root !== scannedDocument)];
  const body = element('nonXMLBody', {}, element('text', { mediaType: 'application/pdf', representation: 'B64' }, base64(pdf)));
  return written({ ...draft, templateIds }, body);
}

/**
 * Writes a CDA R2 of level 3: the CI-SIS header and a structured body.
 *
 * Out: the document in UTF-8. The caller answers for the templates it declares.
 * Source: CDA R2; CI-SIS, modèles de contenu CDA.
 */
export function buildN3(draft: CdaDraft, sections: readonly Section[]): Buffer {
  return written(draft, element('structuredBody', {}, ...sections.map(component)));
}

function component(of: Section): Xml {
  return element(
    'component',
    {},
    element(
      'section',
      {},
      templates(of.templateIds ?? []),
      of.id === undefined ? nothing : identifier(of.id),
      of.code === undefined ? nothing : coded('code', of.code),
      leaf('title', of.title),
      of.blocks === undefined ? nothing : narrative(of.blocks),
      ...(of.entries ?? []),
      ...(of.subsections ?? []).map(component),
    ),
  );
}

function written(draft: CdaDraft | OwnDraft, body: Xml): Buffer {
  const root = element(
    'ClinicalDocument',
    { xmlns: 'urn:hl7-org:v3', 'xmlns:xsi': 'http://www.w3.org/2001/XMLSchema-instance' },
    header(draft),
    element('component', {}, body),
  );
  return Buffer.from(`<?xml version="1.0" encoding="UTF-8"?>\n${root}`, 'utf8');
}
