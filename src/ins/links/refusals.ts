import { Refusal } from '#kernel';

const source = 'RNIV 1, doublons et collisions';
const refusal = (code: string, fr: string, en: string, at?: string): Refusal =>
  new Refusal(code, { fr, en }, { source, ...(at === undefined ? {} : { at }) });

export const operatorOnly = (): Refusal =>
  refusal(
    'ins.operator-only',
    'Seul l’exploitant, connecté à son nom, rapproche ou sépare des dossiers.',
    'Only the operator, signed in by name, links records or takes them apart.',
  );
export const whyNeeded = (): Refusal =>
  refusal(
    'ins.why-required',
    'Dites pourquoi, en 10 à 500 caractères : la personne le lira dans son journal.',
    'Say why, in 10 to 500 characters: the person will read it in their log.',
    'reason',
  );
export const sameRecord = (): Refusal =>
  refusal(
    'ins.link-same',
    'C’est un seul et même dossier : il n’y a rien à rapprocher.',
    'This is one and the same record: there is nothing to link.',
  );
export const alreadyLinked = (): Refusal =>
  refusal(
    'ins.link-taken',
    'L’un de ces dossiers est déjà rapproché d’un autre. Séparez-les d’abord, ou choisissez le dossier qui continue.',
    'One of these records is linked to another already. Take them apart first, or choose the record that goes on.',
  );
export const hasLinks = (): Refusal =>
  refusal(
    'ins.link-has-links',
    'Le dossier à rattacher continue lui-même d’autres dossiers : gardez-le plutôt comme dossier principal.',
    'The record to be linked goes on for others itself: rather keep it as the one that goes on.',
    'survivor',
  );
export const tooMany = (most: number): Refusal =>
  refusal(
    'ins.link-limit',
    `Ce dossier continue déjà ${most} autres dossiers : autant est une erreur ou une fraude, à examiner d’abord.`,
    `This record goes on for ${most} others already: so many is a mistake or a fraud, to be looked into first.`,
    'survivor',
  );
export const weaker = (): Refusal =>
  refusal(
    'ins.link-weaker',
    'L’autre identité est mieux établie : gardez comme dossier principal celui dont le statut est le plus élevé.',
    'The other identity is better established: keep as the one that goes on the record of the higher status.',
    'survivor',
  );
export const doubtful = (): Refusal =>
  refusal(
    'ins.link-doubtful',
    'L’une des identités est marquée douteuse ou fictive : levez ce doute avant de rapprocher.',
    'One of the identities is marked as in doubt or fictitious: clear that up before linking.',
  );
export const twoMatricules = (): Refusal =>
  refusal(
    'ins.link-two-matricules',
    'INSi connaît deux personnes : chaque dossier porte un matricule INS confirmé, de même nature. Interrogez INSi de nouveau avant tout rapprochement.',
    'INSi knows two people: each record carries a confirmed matricule INS of one nature. Ask INSi again before linking.',
  );
export const undone = (): Refusal =>
  refusal(
    'ins.link-undone',
    'Ces dossiers sont déjà séparés. Rechargez la liste.',
    'These records are apart already. Load the list again.',
  );
export const settled = (): Refusal =>
  refusal(
    'ins.item-settled',
    'Cette ligne est déjà traitée. Rechargez la liste.',
    'This line is settled already. Load the list again.',
  );
export const badPage = (): Refusal =>
  refusal(
    'ins.bad-page',
    'Cette suite de liste n’existe pas. Rechargez la liste.',
    'There is no such page. Load the list again.',
    'after',
  );
