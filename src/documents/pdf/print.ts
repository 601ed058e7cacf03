import { insCodeOf, parseInsOid, parseMatricule, parseTraits } from '#ins';
import { Refusal } from '#kernel';
import type { Block, CdaDraft, CdaParty, Cell, Section, Words } from '../cda/build/draft.ts';
import { type PdfBlock, type PdfContent, writePdf } from './page.ts';

const natures: Readonly<Record<string, string>> = {
  '1.2.250.1.213.1.4.8': 'NIR',
  '1.2.250.1.213.1.4.9': 'NIA',
  '1.2.250.1.213.1.4.10': 'NIR de test',
  '1.2.250.1.213.1.4.11': 'NIR de démonstration',
};

/**
 * The printed form of a document: who wrote it, the person with the strict traits, the matricule and its nature (Guide INS, printed
 * documents) and their INS DataMatrix, then the words of its sections. PDF/A-1a unless `archival` is false.
 */
export function printed(
  draft: CdaDraft,
  sections: readonly Section[],
  { archival = true, notice }: { readonly archival?: boolean; readonly notice?: string } = {},
): Buffer {
  const { patient, title, effectiveTime, id, version } = draft;
  const footer = `${patient.birthFamily} ${patient.firstBirthGiven} – INS ${patient.matricule} – document ${id.extension ?? id.root}, version ${version}`;
  return writePdf({
    title,
    createdAt: effectiveTime,
    archival,
    header: { left: authorLines(draft.author), right: patientLines(draft) },
    code: codeOf(patient),
    blocks: sections.flatMap(blocksOf),
    footer: notice === undefined ? footer : `${notice} ${footer}`,
  });
}

/** A document carries the matricule of a qualified identity only. None when an example's matricule or traits are not well-formed. */
function codeOf({ matricule, oid, usedFamily: _, usedGiven: __, ...traits }: CdaDraft['patient']): PdfContent['code'] {
  try {
    const ins = { matricule: parseMatricule(matricule), oid: parseInsOid(oid) };
    return insCodeOf({ status: 'QUAL', attributes: [], ...ins, traits: parseTraits(traits) });
  } catch (error) {
    if (error instanceof Refusal) return undefined;
    throw error;
  }
}

function authorLines({ structure, given, family, suffix, specialty, id, telecom }: CdaParty): string[] {
  const { address } = structure;
  const town = [address?.postalCode, address?.city].filter(Boolean).join(' ');
  const number = telecom ?? structure.telecom;
  const title = suffix === 'DR' ? 'Dr ' : suffix === 'PR' ? 'Pr ' : '';
  return [
    structure.name,
    ...(address?.line === undefined ? [] : [address.line]),
    ...(town === '' ? [] : [town]),
    ...(number === undefined ? [] : [`Tél. ${number}`]),
    `${title}${given} ${family}`,
    `${specialty.display} – RPPS ${id.extension.slice(1)}`,
  ];
}

function patientLines({ patient, effectiveTime, zone = 'Europe/Paris' }: CdaDraft): string[] {
  const { usedGiven, usedFamily, birthFamily, firstBirthGiven, birthGivens, sex, birthDate, birthPlace, oid, matricule } =
    patient;
  const written = effectiveTime.toLocaleDateString('fr-FR', { timeZone: zone });
  return [
    `${usedGiven ?? firstBirthGiven} ${usedFamily ?? birthFamily}`,
    `Nom de naissance : ${birthFamily}`,
    `Prénoms de naissance : ${birthGivens}`,
    `Sexe : ${sex} – Date de naissance : ${birthDate.split('-').reverse().join('/')}${birthPlace === undefined ? '' : ` – Lieu (COG) : ${birthPlace}`}`,
    `INS : ${matricule} (${natures[oid] ?? oid})`,
    `Écrit le ${written}`,
  ];
}

function blocksOf({ title, blocks = [], subsections = [] }: Section): readonly PdfBlock[] {
  const inside = subsections.flatMap(blocksOf);
  // A section that only holds sections has their titles.
  return blocks.length === 0 ? inside : [{ kind: 'heading', text: title }, ...blocks.flatMap(plain), ...inside];
}

/** A block without what belongs to a structured document: the ids of words, the place of an attachment. */
function plain(block: Block): readonly PdfBlock[] {
  if (block.kind === 'media') return [];
  if (block.kind === 'paragraph') return [{ kind: 'paragraph', text: said(block.text) }];
  if (block.kind === 'list') return [{ ...block, items: block.items.map(said) }];
  return [{ ...block, rows: block.rows.map((cells) => cells.map(cellSaid)) }];
}

const said = (words: Words): string => (typeof words === 'string' ? words : words.text);

function cellSaid(cell: Cell): string {
  return typeof cell === 'string' || 'text' in cell ? said(cell) : cell.map(said).join('\n');
}
