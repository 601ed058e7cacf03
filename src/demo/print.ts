import { type Block, type PdfBlock, writePdf } from './outside.ts';
import { french, type Part } from './papers/paper.ts';
import type { DemoPerson } from './people.ts';
import type { Planned } from './plan.ts';
import { structureById } from './structures.ts';

/** The sheet that a planned document puts in front of a reader. */
export function print({ paper, person, writtenAt }: Planned, parts: readonly Part[]): Buffer {
  const at = structureById(paper.author.structureId);
  const { prefix, given, family, specialty, id } = paper.author;
  return writePdf({
    title: paper.title,
    createdAt: writtenAt,
    header: {
      left: [
        at.name,
        at.address.line,
        `${at.address.postalCode} ${at.address.city}`,
        `Tél. ${at.telecom}`,
        `${prefix === 'DR' ? 'Dr ' : ''}${given} ${family}`,
        `${specialty.display} – RPPS ${id.slice(1)}`,
      ],
      right: patientLines(person, writtenAt),
    },
    blocks: parts.flatMap(({ title, blocks }): PdfBlock[] => [{ kind: 'heading', text: title }, ...blocks.flatMap(plain)]),
    footer: 'Document fictif du territoire de démonstration : aucune personne réelle, aucune valeur médicale.',
  });
}

/** A printed document shows the strict traits, the matricule and its nature (Guide INS, printed documents). */
function patientLines(person: DemoPerson, writtenAt: Date): string[] {
  return [
    `${person.usedGiven} ${person.usedFamily}`,
    `Nom de naissance : ${person.birthFamily}`,
    `Prénoms de naissance : ${person.birthGivens}`,
    `Sexe : ${person.sex} – Date de naissance : ${person.birthDate.split('-').reverse().join('/')} – Lieu (COG) : ${person.birthPlace}`,
    `INS : ${person.matricule} (NIR de test)`,
    `Écrit le ${french(writtenAt)}`,
  ];
}

/** A block without what belongs to a structured document: the ids of cells, the place of an attachment. */
function plain(block: Block): PdfBlock[] {
  if (block.kind === 'media') return [];
  if (block.kind !== 'table') return [block];
  return [{ ...block, rows: block.rows.map((cells) => cells.map((cell) => (typeof cell === 'string' ? cell : cell.text))) }];
}
