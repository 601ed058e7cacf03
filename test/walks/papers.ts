import { randomUUID } from 'node:crypto';
import { buildN1, buildN3, type CdaDraft, type CdaParty, laboratoryChapter, writePdf } from '#documents';
import { type ProvideOptions, provideBundle } from '#interop/pdsm';
import type { Professional } from '#kernel';
import { irene, type Person } from './cast.ts';

const loinc = '2.16.840.1.113883.6.1';

export interface PaperOptions {
  readonly author?: Professional;
  readonly title?: string;
  readonly typeCode?: string;
  readonly at?: Date;
  readonly end?: Date;
  readonly id?: string;
  /** What its conclusion says. */
  readonly text?: string;
}

/** The draft of a consultation report for a person. */
function draft(patient: Person, { author = irene, title = 'Compte rendu de consultation', ...rest }: PaperOptions): CdaDraft {
  const at = rest.at ?? new Date('2026-03-10T09:30:00Z');
  return {
    id: { root: rest.id ?? randomUUID().toUpperCase() },
    setId: { root: randomUUID().toUpperCase() },
    version: 1,
    templateIds: [],
    type: { code: rest.typeCode ?? '11488-4', system: loinc, display: 'CR ou fiche de consultation ou de visite' },
    title,
    effectiveTime: at,
    patient,
    author: party(author),
    event: { start: at, ...(rest.end === undefined ? {} : { end: rest.end }) },
  };
}

function party({ id, name, structure }: Professional): CdaParty {
  const [given = '', family = ''] = name.replace('Dr ', '').split(' ');
  return {
    id: { root: '1.2.250.1.71.4.2.1', extension: id },
    family,
    given,
    specialty: { code: 'G15_10/SM54', system: '1.2.250.1.213.1.1.4.5', display: 'Médecin - Médecine Générale (SM)' },
    structure: {
      id: { root: '1.2.250.1.71.4.2.2', extension: structure.id },
      name: structure.name,
      practiceSetting: { code: 'AMBULATOIRE', system: '1.2.250.1.213.1.1.4.9', display: 'Ambulatoire' },
      facilityType: { code: 'SA08', system: '1.2.250.1.71.4.2.4', display: 'Cabinet de groupe' },
    },
  };
}

export function n3(patient: Person, options: PaperOptions = {}): Buffer {
  return buildN3(draft(patient, options), [
    { title: 'Conclusion', blocks: [{ kind: 'paragraph', text: options.text ?? 'Tension 13/8. Revoir dans trois mois.' }] },
  ]);
}

/** One result of a report of biology: LOINC, its name, value and unit, and the usual bounds. */
export type Result = readonly [code: string, name: string, value: string, unit: string, low?: string, high?: string];

/** A structured report of biology with these results, of the day of the document. */
export function biology(patient: Person, results: readonly Result[], options: PaperOptions = {}): Buffer {
  const at = options.at ?? new Date('2026-03-10T09:30:00Z');
  const chapter = { code: '18719-5', system: loinc, display: 'Biochimie' };
  const said = results.map(([code, name, value, unit, low, high]) => ({
    code: { code, system: loinc, display: name },
    name,
    value,
    unit,
    ...(low === undefined ? {} : { low }),
    ...(high === undefined ? {} : { high }),
    at,
  }));
  const report = { title: 'CR d’examens biologiques', typeCode: '11502-2', ...options };
  return buildN3(draft(patient, report), [laboratoryChapter(chapter, 'Biochimie', said, 'r')]);
}

/** A small real PDF. */
export const pdfSaying = (text: string): Buffer =>
  writePdf({
    title: 'Compte rendu',
    header: { left: ['Cabinet des Nuées'], right: ['10/03/2026'] },
    blocks: [{ kind: 'paragraph', text }],
    createdAt: new Date('2026-03-10T09:30:00Z'),
  });
export const smallPdf = pdfSaying('Tension 13/8.');

export function n1(patient: Person, options: PaperOptions = {}, pdf = smallPdf): Buffer {
  return buildN1(draft(patient, options), pdf);
}

/** A FHIR resource under construction: changed by hand in the tests. */
export type Loose = { [name: string]: unknown };
export interface Provide extends Loose {
  entry: { fullUrl: string; resource: Loose; request: Loose }[];
}

export function provide(bytes: Buffer, options: Partial<ProvideOptions> = {}): Provide {
  return JSON.parse(provideBundle(bytes, { at: new Date(), ...options })) as Provide;
}

/** Several documents in one submission, in their order: one List, then each DocumentReference, then the Binaries. */
export function provideAll(papers: readonly Provide[], uid = `urn:uuid:${randomUUID()}`): Provide {
  const [first] = papers;
  const list = first?.entry[0];
  if (first === undefined || list === undefined) throw new Error('no paper');
  const references = papers.flatMap(({ entry }) => entry.slice(1, 2));
  const resource = {
    ...list.resource,
    identifier: [{ use: 'official', system: 'urn:ietf:rfc:3986', value: uid }],
    entry: references.map(({ fullUrl }) => ({ item: { reference: fullUrl } })),
  };
  return { ...first, entry: [{ ...list, resource }, ...references, ...papers.flatMap(({ entry }) => entry.slice(2))] };
}

/** Sets, or with undefined removes, what stands at a path such as `entry.1.resource.type.coding.0.code`. */
export function change<T extends object>(target: T, path: string, value: unknown): T {
  const steps = path.split('.');
  const last = steps.pop() ?? '';
  let at = target as Loose;
  for (const step of steps) {
    at[step] ??= {};
    at = at[step] as Loose;
  }
  if (value === undefined) delete at[last];
  else at[last] = value;
  return target;
}
