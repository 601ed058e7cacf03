import { createHash } from 'node:crypto';
import type { XmlElement } from '#xml';
import { differences, type Sent } from './differences.ts';
import { findingAt, nearest } from './header/index.ts';
import type { Metadata } from './metadata.ts';
import { type Finding, ranStage, type StageVerdict } from './verdict.ts';

/** The metadata stage: what the header says can be put in the words of a registry, and agrees with what was sent. */
export function checkMetadata(document: XmlElement, metadata: Metadata, bytes: Uint8Array, sent: Sent | undefined): StageVerdict {
  const findings: Finding[] = [];
  if (metadata.class === undefined) {
    findings.push(
      at(document, ['code'], {
        rule: 'metadata.no-class',
        severity: 'warning',
        fr: 'La classe ne se déduit pas de ce type de document (ASS_X04).',
        en: 'The class does not follow from this type of document (ASS_X04).',
      }),
    );
  }
  if (metadata.format.code === 'urn:asipSante:modelesHorsProfils:2011') {
    findings.push(
      at(document, ['templateId'], {
        rule: 'metadata.no-format',
        severity: 'information',
        fr: 'Aucun templateId ne nomme un modèle connu (ASS_A11) : le format est celui des documents hors modèles.',
        en: 'No templateId names a known model (ASS_A11): the format is that of documents outside the models.',
      }),
    );
  }
  for (const { field, path, severity } of sent === undefined ? [] : differences(sent, metadata)) {
    const name = field.replace(/\.everyone$/, '');
    findings.push(
      at(document, path, {
        rule: `metadata.${field}`,
        severity,
        fr: `La métadonnée ${name} ne dit pas ce que dit l’en-tête (${path.join('/')}).`,
        en: `The metadata ${name} does not say what the header says (${path.join('/')}).`,
      }),
    );
  }
  for (const field of sent === undefined ? [] : otherBytes(bytes, sent)) {
    findings.push(
      findingAt(document, {
        stage: 'metadata',
        rule: `metadata.content.attachment.${field}`,
        severity: 'error',
        fr: `La métadonnée content.attachment.${field} n’est pas celle de ces octets : le document a été changé en route, ou elle est mal calculée.`,
        en: `The metadata content.attachment.${field} is not that of these bytes: the document was changed on the way, or it is wrongly computed.`,
      }),
    );
  }
  return ranStage('metadata', findings);
}

function otherBytes(bytes: Uint8Array, { size, sha1 }: Sent): readonly ('size' | 'hash')[] {
  const ofSize = size !== undefined && size !== bytes.byteLength;
  const ofHash = sha1 !== undefined && sha1 !== createHash('sha1').update(bytes).digest('base64');
  return [...(ofSize ? (['size'] as const) : []), ...(ofHash ? (['hash'] as const) : [])];
}

/** At the element of the header that says it, or the nearest one around it. */
function at(document: XmlElement, path: readonly string[], finding: Omit<Finding, 'stage' | 'line' | 'xpath'>): Finding {
  return findingAt(nearest(document, path), { stage: 'metadata', ...finding });
}
