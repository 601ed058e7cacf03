import { loinc } from './codes.ts';
import {
  buildN1,
  buildN3,
  type CdaDraft,
  type CdaOrganization,
  type CdaParty,
  laboratoryChapter,
  pdfCopy,
  printed,
  publicationOf,
  type Section,
  vaccinationEntry,
} from './outside.ts';
import { type Part, part } from './papers/paper.ts';
import type { Planned } from './plan.ts';
import type { DemoProfessional } from './professionals.ts';
import { Random } from './random.ts';
import { type DemoStructure, structureById } from './structures.ts';

const finess = '1.2.250.1.71.4.2.2';
const rpps = '1.2.250.1.71.4.2.1';
/** CR-BIO of the CI-SIS and XD-LAB of IHE. */
const laboratoryTemplates = ['1.3.6.1.4.1.19376.1.3.3', '1.2.250.1.213.1.1.1.55'];
/** IHE PCC medical document: structured, of no particular model of the CI-SIS. */
const medicalDocument = ['1.3.6.1.4.1.19376.1.5.3.1.1.1'];

/** FR-Commentaire-non-code, the section for what has no section of its own. */
const comment = {
  templateIds: ['2.16.840.1.113883.10.12.201', '1.3.6.1.4.1.19376.1.4.1.2.16', '1.2.250.1.213.1.1.2.73'],
  code: loinc('55112-7', 'Commentaire'),
} as const;

/** The document's id in a version: an OID under 2.25, drawn from the seed. */
export function documentId(seed: number, { key, version }: Pick<Planned, 'key' | 'version'>): { root: string } {
  return { root: oidOf(seed, `${key}/v${version}`) };
}

/** Writes the CDA of a planned document; the same plan and seed give the same bytes. */
export function write(planned: Planned, seed: number): Buffer {
  const { paper } = planned;
  const parts = planned.version === 1 ? paper.parts() : [correction(planned), ...paper.parts()];
  const draft = draftOf(planned, seed);
  const sections = parts.map(section);
  if (paper.format === 'N1') return buildN1(draft, print(draft, sections));
  if (!paper.chapters) return buildN3({ ...draft, templateIds: medicalDocument }, withVaccine(sections));
  const chapters = paper
    .chapters()
    .map(({ code, title, results }, index) => laboratoryChapter(code, title, results, `r${index + 1}`));
  const whole = [...chapters, ...sections];
  return buildN3({ ...draft, templateIds: laboratoryTemplates }, [
    ...whole,
    pdfCopy(print(draft, whole), [copyId('section'), copyId('attachment'), copyId('type')]),
  ]);

  /** What the first part says of a vaccination, as data too. */
  function withVaccine([first, ...others]: readonly Section[]): readonly Section[] {
    const { vaccine, at, author } = paper;
    if (vaccine === undefined || first === undefined) return sections;
    const day = at.toLocaleDateString('sv-SE', { timeZone: 'Europe/Paris' });
    const given = { vaccine, lot: 'FICTIF-1', day, act: 'unspecified' } as const;
    return [{ ...first, entries: [vaccinationEntry(given, party(author), at, () => copyId('vaccination'))] }, ...others];
  }
  function copyId(of: string): { root: string } {
    return { root: oidOf(seed, `${planned.key}/v${planned.version}/${of}`) };
  }
}

/**
 * The sheet in front of a reader. Not for the archive: embedded fonts cost several times the work and room, and a territory prints hundreds before the
 * first page opens.
 */
function print(draft: CdaDraft, sections: readonly Section[]): Buffer {
  return printed(draft, sections, { archival: false, notice });
}
const notice = 'Document fictif du territoire de démonstration : aucune personne réelle, aucune valeur médicale.';

function section({ title, code, blocks }: Part): Section {
  return code === undefined ? { ...comment, title, blocks } : { title, blocks, code };
}

function draftOf({ paper, person, physician, writtenAt, key, version }: Planned, seed: number): CdaDraft {
  const at = structureById(paper.author.structureId);
  const type = publicationOf(at.couloir, paper.type)?.type;
  if (!type) throw new Error(`${at.couloir} does not publish ${paper.type}`);
  return {
    id: documentId(seed, { key, version }),
    setId: { root: oidOf(seed, `${key}/set`) },
    version,
    ...(version === 1 ? {} : { replaces: documentId(seed, { key, version: 1 }) }),
    templateIds: [],
    type,
    title: paper.title,
    effectiveTime: writtenAt,
    patient: { ...person },
    author: party(paper.author),
    attendingPhysician: party(physician),
    ...(paper.prescriber === undefined
      ? {}
      : { prescriber: party(paper.prescriber), order: { root: oidOf(seed, `${key}/order`) } }),
    event: {
      start: paper.at,
      ...(paper.until === undefined ? {} : { end: paper.until }),
      ...(paper.act === undefined ? {} : { code: paper.act }),
      ...(paper.encounter === undefined ? {} : { encounter: paper.encounter }),
    },
  };
}

/** A professional as a header names them, with their structure. */
export function party(of: DemoProfessional): CdaParty {
  return {
    id: { root: rpps, extension: of.id },
    family: of.family,
    given: of.given,
    ...(of.prefix === undefined ? {} : { suffix: of.prefix }),
    specialty: of.specialty,
    structure: organization(structureById(of.structureId)),
  };
}

function organization({ id, name, telecom, address, practiceSetting, facilityType }: DemoStructure): CdaOrganization {
  return { id: { root: finess, extension: id }, name, telecom, address, practiceSetting, facilityType };
}

function correction({ paper }: Planned): Part {
  return part('Correction', paper.corrected?.why ?? 'Cette version annule et remplace la précédente.');
}

function oidOf(seed: number, subject: string): string {
  const random = Random.of(seed, subject);
  let number = 0n;
  for (let i = 0; i < 4; i++) number = (number << 32n) | BigInt(random.int(0, 0xffffffff));
  return `2.25.${number}`;
}
