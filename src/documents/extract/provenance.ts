import { childOf, childrenOf, type XmlElement } from '#xml';
import type { ExtractionContext, Fields, SectionName } from './extraction.ts';
import { identifiersOf } from './identity.ts';
import { partyOf } from './party.ts';
import { listed } from './related.ts';

/**
 * The Provenance of what was drawn from one section of a document: what it leads to, the DocumentReference it comes from and the section in
 * it, the authors of the document; its keeper where no author can be told.
 */
export function provenanceOf(
  header: XmlElement,
  section: SectionName,
  targets: readonly string[],
  { documentId, at }: ExtractionContext,
): Fields {
  const authors = childrenOf(header, 'author').flatMap((author) => listed(partyOf(childOf(author, 'assignedAuthor'))));
  const keeper = partyOf(childOf(header, 'custodian', 'assignedCustodian'));
  const [identifier] = identifiersOf(header);
  const type = { coding: [{ system: 'http://terminology.hl7.org/CodeSystem/provenance-participant-type', code: 'author' }] };
  const agents = authors.length > 0 ? authors : [keeper ?? { display: 'Auteur non précisé' }];
  return {
    target: targets.map((reference) => ({ reference })),
    recorded: at,
    activity: { coding: [{ system: 'http://terminology.hl7.org/CodeSystem/v3-DataOperation', code: 'CREATE' }] },
    agent: agents.map((who) => ({ type, who })),
    entity: [
      { role: 'source', what: { reference: `DocumentReference/${documentId}`, identifier }, extension: sectionOf(section) },
    ],
  };
}

/** Socle's own extension: the section of the source, by its LOINC code and its title. */
function sectionOf({ code, title }: SectionName): Fields[] {
  if (code === '' && title === '') return [];
  const coding = code === '' ? [] : [{ system: 'http://loinc.org', code }];
  return [{ url: 'urn:socle:extension:section', valueCodeableConcept: { coding, text: title === '' ? undefined : title } }];
}
