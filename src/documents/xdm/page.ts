import { element, leaf, text, type Xml } from '../cda/build/xml.ts';
import type { SubmissionSet } from '../ebrim/index.ts';
import type { Placed } from './placed.ts';

// One line: what XML writes as a reference, a browser that reads HTML would take for part of the style.
const style =
  'body{font:1rem/1.5 sans-serif;margin:1rem auto;max-width:60rem;padding:0 1rem;color:#111;background:#fff} ' +
  'li{border-top:1px solid #767676;padding:.75rem 0;list-style:none} ol{padding:0} a{color:#0b4a8f} h2{font-size:1.1rem;margin:0}';

/**
 * INDEX.HTM: the list of the documents, newest first as given, that any browser shows without a network; no script. It is XHTML, so that
 * what is escaped for XML is escaped here. Source: IHE ITI TF-2 §3.32.4.1.2.2 (XHTML Basic).
 */
export function indexPage({ title }: SubmissionSet, documents: readonly Placed[], from: string): string {
  const heading = title ?? 'Documents de santé';
  const count = documents.length === 1 ? '1 document' : `${documents.length} documents`;
  const page = element(
    'html',
    { xmlns: 'http://www.w3.org/1999/xhtml', lang: 'fr', 'xml:lang': 'fr' },
    element(
      'head',
      {},
      element('meta', { 'http-equiv': 'Content-Type', content: 'text/html; charset=utf-8' }),
      element('meta', { name: 'viewport', content: 'width=device-width, initial-scale=1' }),
      leaf('title', heading),
      leaf('style', style),
    ),
    element(
      'body',
      {},
      element(
        'main',
        {},
        leaf('h1', heading),
        ...patientOf(documents),
        leaf('p', `${count}. Archive faite par ${from}.`),
        element('ol', {}, ...documents.map(item)),
      ),
    ),
  );
  return `<!DOCTYPE html>\n${page}\n`;
}

/** A document's text in a page of its own, which loads nothing and runs nothing. `html` is the renderer's, sanitised. */
export function documentPage(title: string, html: string): string {
  const policy = "default-src 'none'; img-src data:; style-src 'unsafe-inline'";
  const head = element(
    'head',
    {},
    element('meta', { charset: 'utf-8' }),
    element('meta', { 'http-equiv': 'Content-Security-Policy', content: policy }),
    element('meta', { name: 'viewport', content: 'width=device-width, initial-scale=1' }),
    leaf('title', title),
    leaf(
      'style',
      `${style} table{border-collapse:collapse} td,th{border:1px solid #767676;padding:.25rem .5rem;text-align:left}`,
    ),
  );
  const back = element('p', {}, link('../INDEX.HTM', 'Tous les documents'));
  return `<!DOCTYPE html>\n<html lang="fr">${head}<body>${back}<main>${leaf('h1', title)}${html}</main></body></html>\n`;
}

function patientOf([first]: readonly Placed[]): Xml[] {
  const patient = first?.metadata.sourcePatient;
  if (patient?.family === undefined) return [];
  const name = [patient.given, patient.family].filter((part) => part !== undefined).join(' ');
  return [
    leaf(
      'p',
      patient.birthDate === undefined ? name : `${name}, ${patient.sex === 'F' ? 'née' : 'né'} le ${day(patient.birthDate)}`,
    ),
  ];
}

function item({ metadata, path, copyPath }: Placed): Xml {
  const { title, type, creation, serviceStart, authors } = metadata;
  const name = title ?? type?.display ?? 'Document';
  const when = serviceStart ?? creation;
  const who = authors.flatMap(({ person, organizations: [structure] }) => {
    const parts = [person?.given, person?.family].filter((part) => part !== undefined).join(' ');
    return [parts, structure?.name].filter((part) => part !== undefined && part !== '').join(', ');
  });
  const facts = [type?.display, when === undefined ? undefined : day(when.toISOString()), ...who].filter(
    (fact) => fact !== undefined && fact !== '',
  );
  const read = copyPath ?? (path.endsWith('.PDF') ? path : undefined);
  return element(
    'li',
    {},
    leaf('h2', name),
    ...(facts.length === 0 ? [] : [leaf('p', facts.join(' · '))]),
    element(
      'p',
      {},
      ...(read === undefined ? [] : [link(read, `Lire « ${name} »${read.endsWith('.PDF') ? ' (PDF)' : ''}`)]),
      ...(read === path
        ? []
        : [text(read === undefined ? '' : ' · '), link(path, `Fichier pour logiciel de santé : ${name} (XML)`)]),
    ),
  );
}

function link(href: string, words: string): Xml {
  return element('a', { href }, text(words));
}

const day = (iso: string): string => iso.slice(0, 10).split('-').reverse().join('/');
