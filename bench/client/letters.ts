import { createHash, randomInt } from 'node:crypto';
import type { DemoPerson, DemoProfessional, DemoStructure } from '#demo';
import { buildN1, buildN3, type CdaDraft, type CdaOrganization, type CdaParty, type Section, writePdf } from '#documents';
import { provideBundle } from '#interop/pdsm';
import { conceptOf } from '#terminology';

/** Whose letters are written, of what size and level, and by whom. */
export interface Subject {
  readonly person: DemoPerson;
  readonly author: DemoProfessional;
  readonly structure: DemoStructure;
  readonly level: 'N1' | 'N3';
  readonly bytes: number;
  /** What an N3 says, a paragraph a line, whatever it weighs; sections of the wanted weight when absent. */
  readonly text?: string;
}

/** Stands for the number that makes each document's ids its own: as many digits as what takes its place. */
const placeholder = '70707070707070707070';
const run = randomInt(1_000_000, 9_999_999);

/**
 * A letter written once, then sent as often as wished: each time another document (id, uid, hash), the rest the same. So the client
 * spends on a body a copy, one SHA-1 and one base64, and no document has to be kept before its turn.
 */
export function openLetter(subject: Subject): (n: number) => Buffer {
  const document = letter(subject);
  const sha1 = createHash('sha1').update(document).digest('base64');
  const data = document.toString('base64');
  const bundle = provideBundle(document, { at: new Date(), uid: `urn:oid:2.25.1${placeholder}` });
  const [before = '', after = ''] = bundle.split(data);
  const idPlaces = placesOf(document, placeholder);
  return (n) => {
    const number = `7${run}${String(n).padStart(12, '0')}`;
    const copy = Buffer.from(document);
    for (const place of idPlaces) copy.write(number, place, 'latin1');
    const hash = createHash('sha1').update(copy).digest('base64');
    const own = (text: string): string => text.replaceAll(placeholder, number).replace(sha1, hash);
    return Buffer.from(`${own(before)}${copy.toString('base64')}${own(after)}`);
  };
}

function placesOf(bytes: Buffer, needle: string): number[] {
  const places: number[] = [];
  for (let at = bytes.indexOf(needle); at >= 0; at = bytes.indexOf(needle, at + 1)) places.push(at);
  return places;
}

/** A consultation letter of the wanted weight: N1 around a PDF, or N3 of sections with tables. */
function letter(subject: Subject): Buffer {
  return subject.level === 'N1' ? scanned(subject) : structured(subject);
}

function scanned(subject: Subject): Buffer {
  const draft = draftOf(subject);
  const pdf = writePdf({
    title: draft.title,
    header: { left: [subject.structure.name], right: [subject.person.usedFamily] },
    blocks: Array.from({ length: 12 }, (_, n) => ({ kind: 'paragraph', text: sentence(n) })),
    createdAt: draft.effectiveTime,
  });
  const room = Math.floor(((subject.bytes - buildN1(draft, Buffer.alloc(0)).length) * 3) / 4);
  // A scan weighs more than its words: the pages' images, which nobody opens here.
  return buildN1(draft, Buffer.concat([pdf, Buffer.alloc(Math.max(0, room - pdf.length), '%image\n')]));
}

function structured(subject: Subject): Buffer {
  const draft = draftOf(subject);
  if (subject.text !== undefined) {
    const blocks = subject.text.split('\n').map((line) => ({ kind: 'paragraph' as const, text: line }));
    return buildN3(draft, [{ templateIds: ['2.16.840.1.113883.10.12.201'], title: 'Synthèse', blocks }]);
  }
  const sections: Section[] = [];
  const one = (n: number): Section => ({
    templateIds: ['2.16.840.1.113883.10.12.201'],
    title: `Partie ${n + 1}`,
    blocks: [
      { kind: 'paragraph', text: sentence(n) },
      {
        kind: 'table',
        head: ['Date', 'Observation'],
        rows: Array.from({ length: 12 }, (_, row) => [`2026-01-${row + 10}`, sentence(row)]),
      },
    ],
  });
  const empty = buildN3(draft, []).length;
  const each = buildN3(draft, [one(0)]).length - empty;
  while (empty + sections.length * each < subject.bytes) sections.push(one(sections.length));
  return buildN3(draft, sections);
}

function sentence(n: number): string {
  return `Examen n° ${n} : état général conservé, auscultation sans particularité, traitement habituel poursuivi, contrôle à prévoir.`;
}

function draftOf({ person, author, structure }: Subject): CdaDraft {
  const type = conceptOf('documentType', '11488-4');
  if (type === undefined) throw new Error('the document type of the bench is in no list');
  const at = new Date('2026-02-03T09:30:00Z');
  return {
    id: { root: `2.25.${placeholder}` },
    setId: { root: `2.25.1${placeholder}` },
    version: 1,
    templateIds: ['1.3.6.1.4.1.19376.1.5.3.1.1.1'],
    type,
    title: 'Compte rendu de consultation',
    effectiveTime: at,
    patient: { ...person },
    author: party(author, organization(structure)),
    event: { start: at },
  };
}

function party({ id, family, given, specialty }: DemoProfessional, structure: CdaOrganization): CdaParty {
  return { id: { root: '1.2.250.1.71.4.2.1', extension: id }, family, given, specialty, structure };
}

function organization({ id, name, telecom, address, practiceSetting, facilityType }: DemoStructure): CdaOrganization {
  return { id: { root: '1.2.250.1.71.4.2.2', extension: id }, name, telecom, address, practiceSetting, facilityType };
}
