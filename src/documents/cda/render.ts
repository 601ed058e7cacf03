import type { XmlElement } from 'libxml2-wasm';
import { v3, withClinicalDocument } from './dom.ts';
import type { CdaAuthor, CdaHeader } from './header.ts';
import { type Html, join, type Tag, tag, text } from './html.ts';
import { MediaFinder } from './media.ts';
import { type NarrativeContext, narrative } from './narrative.ts';

/**
 * A document as sanitised HTML: a summary of its header, then its sections with their narrative.
 *
 * Made by an allow-list of elements and attributes: whatever the document holds, no script, style, event handler, frame, id or
 * outside resource comes out; images are the embedded png, jpeg and gif. A stylesheet of the document is never looked at.
 * Headings begin at h2, for a page that has its own h1. An N1 gives the summary alone: its file is shown by the page.
 * The page's policy must allow `img-src data:`. Refuses what `checkWellFormed` refuses.
 */
export function renderHtml(bytes: Uint8Array, header: CdaHeader): string {
  const summary = summaryHtml(header);
  if (header.level === 'N1') return summary;
  return withClinicalDocument(bytes, (document) => {
    let tables = 0;
    const shared = { media: new MediaFinder(document), nextTable: () => ++tables };
    const sections = document.find('c:component/c:structuredBody/c:component/c:section', v3);
    return join([summary, ...sections.map((section) => sectionHtml(section as XmlElement, shared, 0))]);
  });
}

const headings: readonly Tag[] = ['h2', 'h3', 'h4', 'h5', 'h6'];

/** A section without title does not use up a level of headings. */
function sectionHtml(section: XmlElement, shared: Omit<NarrativeContext, 'label'>, level: number): Html {
  const title = section.get('c:title', v3)?.content.replace(/\s+/g, ' ').trim() ?? '';
  const block = section.get('c:text', v3) as XmlElement | null;
  const children = section.find('c:component/c:section', v3) as XmlElement[];
  const heading = title === '' ? [] : [tag(headings[level] ?? 'h6', {}, text(title))];
  const label = title === '' ? 'section' : title;
  const content = block === null ? [] : [tag('div', { class: 'cda-text' }, narrative(block, { ...shared, label }))];
  // Last, because tables are numbered in reading order.
  const inner = children.map((child) => sectionHtml(child, shared, title === '' ? level : level + 1));
  return tag('section', { class: 'cda-section' }, ...heading, ...content, ...inner);
}

function summaryHtml(header: CdaHeader): Html {
  const { patient } = header;
  const rows: readonly (readonly [string, string])[] = [
    ['Document', header.title],
    ['Type', header.type.display],
    ['Date', dayOf(header.effectiveTime)],
    ['Patient', `${patient.usedFamily ?? patient.birthFamily} ${patient.usedGiven ?? patient.firstBirthGiven}`],
    ['Date de naissance', patient.birthDate.split('-').reverse().join('/')],
    ['Auteur', header.authors.map(signature).join(' ; ')],
    ['Signataire', header.legalAuthenticator === undefined ? '' : signature(header.legalAuthenticator)],
    ['Structure', header.custodian?.name ?? ''],
  ];
  const shown = rows.filter(([, value]) => value !== '');
  return tag('header', { class: 'cda-header' }, tag('dl', {}, ...shown.map(([term, value]) => rowHtml(term, value))));
}

function rowHtml(term: string, value: string): Html {
  return tag('div', {}, tag('dt', {}, text(term)), tag('dd', {}, text(value)));
}

function signature(author: CdaAuthor): string {
  return author.specialty === undefined ? author.name : `${author.name} (${author.specialty.display})`;
}

const day = new Intl.DateTimeFormat('fr-FR', { day: 'numeric', month: 'long', year: 'numeric', timeZone: 'Europe/Paris' });

function dayOf(date: Date): string {
  return day.format(date);
}
