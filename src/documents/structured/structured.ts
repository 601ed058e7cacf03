import type { Json } from '#fhir';
import { readXml } from '#xml';
import { type Html, labelledTable, tag, text } from '../cda/index.ts';
import { extract } from '../extract/index.ts';
import type { SectionFacts } from '../facts/index.ts';
import { kinds } from './kinds.ts';
import { bandWords, detailWords, interpretationWords, subjectWords, timeWords, valueWords } from './words.ts';

/** More lines than a reader takes in make the page slow, not clearer. */
const linesShown = 2000;

/**
 * The facts that a structured document holds besides its words, as sanitised HTML behind a heading that opens: results in a table, the rest
 * in lists, by section. Undefined when it holds none. At most 2,000 lines; more are counted. What the extraction leaves in the narrative is not
 * here.
 */
export function structuredHtml(sections: readonly SectionFacts[]): Html | undefined {
  const shown = sections.map(({ title, resources }) => ({ title, resources: resources.filter(isShown) }));
  const count = shown.reduce((sum, { resources }) => sum + resources.length, 0);
  if (count === 0) return undefined;
  const more = count - linesShown;
  return tag(
    'details',
    { class: 'cda-structured' },
    tag('summary', {}, text(`Données structurées de ce document (${count})`)),
    ...upTo(linesShown, shown).map(({ title, resources }) => sectionHtml(title === '' ? 'Sans titre' : title, resources)),
    ...(more > 0 ? [tag('p', {}, text(`Et ${more} autres, qui ne sont pas montrées ici.`))] : []),
  );
}

/** Drawn from a document whose facts are not kept. Refuses what `readXml` refuses. */
export function sectionsIn(bytes: Uint8Array): readonly SectionFacts[] {
  // Nothing is kept of what is drawn here: whose it is does not matter.
  const { resources } = extract(readXml(bytes), { documentId: '', patient: '', at: '' });
  const sections = Map.groupBy(resources, ({ section }) => section);
  return [...sections].map(([{ title }, of]) => ({ title, resources: of.map(({ resource }) => resource) }));
}

function isShown(resource: Json): boolean {
  if (resource.resourceType === 'Observation') return valueWords(resource) !== undefined;
  return kindOf(resource) !== undefined && subjectWords(resource) !== undefined;
}

const kindOf = ({ resourceType }: Json): string | undefined =>
  typeof resourceType === 'string' ? kinds[resourceType] : undefined;

/** The first so many lines, and no section without any. */
function upTo(lines: number, sections: readonly SectionFacts[]): readonly SectionFacts[] {
  let left = lines;
  return sections.flatMap(({ title, resources }) => {
    const kept = resources.slice(0, left);
    left -= kept.length;
    return kept.length === 0 ? [] : [{ title, resources: kept }];
  });
}

function sectionHtml(title: string, facts: readonly Json[]): Html {
  const results = facts.filter(({ resourceType }) => resourceType === 'Observation');
  const others = facts.filter(({ resourceType }) => resourceType !== 'Observation');
  return tag(
    'section',
    { class: 'cda-section' },
    tag('h3', {}, text(title)),
    ...(results.length === 0 ? [] : [resultsTable(title, results)]),
    ...(others.length === 0 ? [] : [tag('ul', {}, ...others.map(factItem))]),
  );
}

const columns: readonly (readonly [head: string, cell: (of: Json) => string])[] = [
  ['Examen ou constat', (of) => subjectWords(of) ?? 'Non précisé'],
  ['Résultat', (of) => [valueWords(of), interpretationWords(of.interpretation)].filter(Boolean).join(', ')],
  ['Valeurs de référence', (of) => bandWords(of.referenceRange) ?? ''],
  ['Date', (of) => timeWords(of) ?? ''],
];

/** A column that would be empty throughout is left out. */
function resultsTable(title: string, results: readonly Json[]): Html {
  const rows = results.map((one) => columns.map(([, cell]) => cell(one)));
  const used = columns.map((_, i) => i).filter((i) => rows.some((row) => row[i] !== ''));
  return labelledTable(
    `Données : ${title}`,
    used.map((i) => columns[i]?.[0] ?? ''),
    rows.map((row) => used.map((i) => row[i] ?? '')),
  );
}

function factItem(resource: Json): Html {
  const told = [timeWords(resource), ...detailWords(resource)].filter((part) => part !== undefined);
  const more = told.length === 0 ? '' : ` — ${told.join(' ; ')}`;
  return tag('li', {}, text(`${kindOf(resource)} : `), tag('strong', {}, text(subjectWords(resource) ?? '')), text(more));
}
