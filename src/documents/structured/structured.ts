import { readXml } from '#xml';
import { type Html, labelledTable, tag, text } from '../cda/index.ts';
import { type Extracted, extract } from '../extract/index.ts';
import { kinds } from './kinds.ts';
import { bandWords, detailWords, interpretationWords, subjectWords, timeWords, valueWords } from './words.ts';

/** More lines than a reader takes in make the page slow, not clearer. */
const linesShown = 2000;

/**
 * The facts that a structured document holds besides its words, as sanitised HTML behind a heading that opens: results in a table, the rest
 * in lists, by section. Undefined when it holds none. At most 2,000 lines; more are counted.
 *
 * Made of what `extract` draws: what that leaves in the narrative is not here. Refuses what `readXml` refuses.
 */
export function structuredHtml(bytes: Uint8Array): Html | undefined {
  // Nothing is kept of what is drawn here: whose it is does not matter.
  const { resources } = extract(readXml(bytes), { documentId: '', patient: '', at: '' });
  const facts = resources.filter(isShown);
  if (facts.length === 0) return undefined;
  const sections = Map.groupBy(facts.slice(0, linesShown), ({ section }) => section);
  const more = facts.length - linesShown;
  return tag(
    'details',
    { class: 'cda-structured' },
    tag('summary', {}, text(`Données structurées de ce document (${facts.length})`)),
    ...[...sections].map(([{ title }, of]) => sectionHtml(title === '' ? 'Sans titre' : title, of)),
    ...(more > 0 ? [tag('p', {}, text(`Et ${more} autres, qui ne sont pas montrées ici.`))] : []),
  );
}

function isShown({ resource }: Extracted): boolean {
  if (resource.resourceType === 'Observation') return valueWords(resource) !== undefined;
  return kinds[resource.resourceType] !== undefined && subjectWords(resource) !== undefined;
}

function sectionHtml(title: string, facts: readonly Extracted[]): Html {
  const results = facts.filter(({ resource }) => resource.resourceType === 'Observation').map(({ resource }) => resource);
  const others = facts.filter(({ resource }) => resource.resourceType !== 'Observation').map(({ resource }) => resource);
  return tag(
    'section',
    { class: 'cda-section' },
    tag('h3', {}, text(title)),
    ...(results.length === 0 ? [] : [resultsTable(title, results)]),
    ...(others.length === 0 ? [] : [tag('ul', {}, ...others.map(factItem))]),
  );
}

const columns: readonly (readonly [head: string, cell: (of: Extracted['resource']) => string])[] = [
  ['Examen ou constat', (of) => subjectWords(of) ?? 'Non précisé'],
  ['Résultat', (of) => [valueWords(of), interpretationWords(of.interpretation)].filter(Boolean).join(', ')],
  ['Valeurs de référence', (of) => bandWords(of.referenceRange) ?? ''],
  ['Date', (of) => timeWords(of) ?? ''],
];

/** A column that would be empty throughout is left out. */
function resultsTable(title: string, results: readonly Extracted['resource'][]): Html {
  const rows = results.map((one) => columns.map(([, cell]) => cell(one)));
  const used = columns.map((_, i) => i).filter((i) => rows.some((row) => row[i] !== ''));
  return labelledTable(
    `Données : ${title}`,
    used.map((i) => columns[i]?.[0] ?? ''),
    rows.map((row) => used.map((i) => row[i] ?? '')),
  );
}

function factItem(resource: Extracted['resource']): Html {
  const told = [timeWords(resource), ...detailWords(resource)].filter((part) => part !== undefined);
  const more = told.length === 0 ? '' : ` — ${told.join(' ; ')}`;
  return tag(
    'li',
    {},
    text(`${kinds[resource.resourceType]} : `),
    tag('strong', {}, text(subjectWords(resource) ?? '')),
    text(more),
  );
}
