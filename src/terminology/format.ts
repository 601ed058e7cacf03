import type { Concept } from './concept.ts';
import { formats } from './lists/format.ts';

const complement = '1.2.250.1.213.1.1.4.2.282';
const ihe = '1.3.6.1.4.1.19376.1.2.3';

const n1Pdf: Concept = {
  code: 'urn:ihe:iti:xds-sd:pdf:2008',
  system: ihe,
  display: 'Document à corps non structuré en Pdf/A-1',
};
const outsideModels: Concept = {
  code: 'urn:asipSante:modelesHorsProfils:2011',
  system: complement,
  display: 'Document non référencé IHE ou CI-SIS',
};

const formatOfTemplate = new Map<string, Concept>();
for (const [system, rows] of Object.entries(formats))
  for (const [code, display, ...templates] of rows)
    for (const template of templates) formatOfTemplate.set(template, { code, system, display });

/**
 * The formatCode of a CDA from the templateIds of its header.
 *
 * N1 has the format of an embedded PDF. N3 has the format of its model (ASS_A11); the last templateId that the map knows
 * decides, because headers go from the general model to the particular one. Any other is outside the known models.
 */
export function formatOfTemplates(templateOids: readonly string[], isN1: boolean): Concept {
  if (isN1) return n1Pdf;
  for (let i = templateOids.length - 1; i >= 0; i--) {
    const found = formatOfTemplate.get(templateOids[i] ?? '');
    if (found !== undefined) return found;
  }
  return outsideModels;
}
