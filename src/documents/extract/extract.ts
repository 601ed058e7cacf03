import { attributeOf, childOf, childrenOf, textOf, type XmlDocument, type XmlElement } from '#xml';
import { codeOf } from './coded.ts';
import { openDraft, type Place } from './draft.ts';
import { mapEntry } from './entries.ts';
import type { Extraction, ExtractionContext, SectionName } from './extraction.ts';
import { missedIn } from './missed.ts';
import { oneLine } from './narrative.ts';
import { provenanceOf } from './provenance.ts';
import { isStatement } from './related.ts';
import { dateTimeOf } from './time.ts';

const wholeDocument: SectionName = { code: '', title: '' };

/**
 * Draws the structured facts of a CDA document as FHIR R4 resources.
 *
 * In:  the tree of a document whose header was checked, and where the facts go.
 * Out: resources in document order, each with its section and XPath, a Provenance for each section last; what is left as narrative, with why; counts.
 * The same document and context give the same ids and the same resources. People stand as logical references (identifier and name), never
 * as resources. Nothing is refused: what cannot be read stays in the narrative and is counted, as is what comes after 1,000 facts of one entry or 5,000 in all.
 *
 * It does not judge codes or values, and reads no attachment. Source: CI-SIS volet Modèles de contenus CDA; IHE PCC, XD-LAB; FHIR R4.
 */
export function extract(document: XmlDocument, context: ExtractionContext): Extraction {
  const work = extracting(document, context);
  for (;;) {
    const step = work.next();
    if (step.done === true) return step.value;
  }
}

/** {@link extract} for who shares the thread with others: it yields after each entry, and whoever drives it may pause there. */
export function* extracting(document: XmlDocument, context: ExtractionContext): Generator<void, Extraction> {
  // A self-presenting document has its ClinicalDocument inside a style sheet.
  const header = document.named('ClinicalDocument')[0] ?? document.root;
  const made = childOf(header, 'effectiveTime');
  const draft = openDraft(document, context, made && dateTimeOf(attributeOf(made, 'value')));
  const body = childOf(header, 'component', 'structuredBody');
  if (body === undefined) draft.at(wholeDocument).keep('not-structured', header);
  const sources: { readonly section: XmlElement; readonly place: Place; readonly targets: readonly string[] }[] = [];
  for (const section of document.named('section')) {
    const place = draft.at(nameOf(section));
    const before = draft.size;
    const entries = childrenOf(section, 'entry').flatMap((entry) => childrenOf(entry).filter(isStatement));
    for (const statement of entries) {
      draft.begin();
      mapEntry(statement, place);
      for (const missed of missedIn(statement, isStatement, draft.isKept))
        place.keep(missed.name === 'observationMedia' ? 'attachment' : 'no-place', missed);
      yield;
    }
    if (entries.length === 0 && draft.size === before) keepWords(section, place);
    if (draft.size > before) sources.push({ section, place, targets: draft.references(before) });
  }
  for (const { section, place, targets } of sources)
    place.add('Provenance', section, provenanceOf(header, place.section, targets, context));
  return draft.drawn();
}

function nameOf(section: XmlElement): SectionName {
  const title = childOf(section, 'title');
  return { code: codeOf(childOf(section, 'code')) ?? '', title: (title && oneLine(textOf(title))) ?? '' };
}

/** A section that only holds sections, or nothing, keeps nothing. */
function keepWords(section: XmlElement, place: Place): void {
  const text = childOf(section, 'text');
  if (text !== undefined && oneLine(textOf(text)) !== undefined) place.keep('narrative-only', section);
}
