import { Refusal, type Sentence } from '#kernel';
import { fhirRefusal, withArticle } from '../refusals.ts';

/** Where a fault lies is said when there are several places: `Bundle.entry[3]`, and nothing for what came alone. */
function refuse(code: string, fr: string, en: string, at?: string): Refusal {
  return at === '' ? fhirRefusal(code, fr, en) : fhirRefusal(code, fr, en, at);
}

/** The same refusal, said of this place; a place that it has already stays. */
export function placedAt(error: unknown, at: string): unknown {
  if (!(error instanceof Refusal) || error.at !== undefined || at === '') return error;
  const { code, sentence, source } = error;
  return new Refusal(code, sentence, { at, ...(source === undefined ? {} : { source }) });
}

export const unknownType = (type: string): Refusal =>
  refuse(
    'unknown-type',
    `« ${type.slice(0, 60)} » n’est pas un type de FHIR R4.`,
    `“${type.slice(0, 60)}” is no type of FHIR R4.`,
  );

export const wrongType = (type: string, at: string): Refusal =>
  refuse('wrong-type', `Une ressource ${type} est attendue ici.`, `${withArticle(type)} is expected here.`, at);

export const badId = (at?: string): Refusal =>
  refuse(
    'bad-id',
    'Un identifiant FHIR compte 1 à 64 caractères : lettres, chiffres, « - », « . ».',
    'A FHIR id has 1 to 64 characters: letters, digits, “-”, “.”.',
    at,
  );

export const idMismatch = (at: string): Refusal =>
  refuse(
    'id-mismatch',
    'L’identifiant de la ressource n’est pas celui de l’adresse.',
    'The id of the resource is not that of the address.',
    at,
  );

/** Ids of the server's own shape say where things are: a client cannot choose one. */
export const reservedId = (at: string): Refusal =>
  refuse(
    'reserved-id',
    'Rien ne porte cet identifiant, et le serveur seul donne des identifiants de cette forme. Choisissez-en un autre, ou créez par POST.',
    'Nothing carries this id, and only the server gives ids of this shape. Choose another one, or create with POST.',
    at,
  );

export const idTaken = (at: string): Refusal =>
  refuse('id-taken', 'Cet identifiant est déjà pris.', 'This id is taken already.', at);

export const severalPatients = (at: string): Refusal =>
  refuse(
    'several-patients',
    'La ressource désigne plusieurs patients ; elle n’appartiendrait à aucun dossier.',
    'The resource names several patients; it would belong to no record.',
    at,
  );

export const severalPatientsAsked = (at: string): Refusal =>
  refuse(
    'several-patients',
    'La demande désigne plusieurs patients : une recherche ou un historique porte sur une seule personne.',
    'The request names several patients: a search or a history is about one person.',
    at,
  );

export const unknownPatient = (at: string): Refusal =>
  refuse('unknown-patient', 'Le patient désigné n’est pas connu.', 'The patient that is named is not known.', at);

export const otherRecord = (at: string): Refusal =>
  refuse(
    'other-record',
    'Une référence mène dans le dossier d’une autre personne, ou la ressource changerait de dossier.',
    'A reference leads into another person’s record, or the resource would move to another record.',
    at,
  );

export const unresolved = (at: string): Refusal =>
  refuse(
    'unresolved-reference',
    'Une référence interne au Bundle, ou conditionnelle, ne mène à rien.',
    'A reference inside the Bundle, or a conditional one, leads nowhere.',
    at,
  );

export const notYours = (): Refusal =>
  refuse(
    'not-yours',
    'Seul celui qui a déposé cette ressource peut la modifier ou la supprimer.',
    'Only who deposited this resource may change or delete it.',
  );

export const operatorOnly = (type: string): Refusal =>
  refuse('operator-only', `Seul l’exploitant écrit des ressources ${type}.`, `Only the operator writes ${type} resources.`);

export const notShared = (type: string): Refusal =>
  refuse(
    'professionals-only',
    `Une ressource ${type} est lue par tous : seuls un professionnel, un logiciel ou l’exploitant en écrivent.`,
    `${withArticle(type)} is read by all: only a professional, a software or the operator writes one.`,
  );

export const owned = (reason: Sentence, at?: string): Refusal => refuse('owned', reason.fr, reason.en, at);

export const versionConflict = (current: number): Refusal =>
  refuse(
    'version-conflict',
    `La version actuelle est ${current} ; relisez la ressource avant de la modifier.`,
    `The current version is ${current}; read the resource again before you change it.`,
    'If-Match',
  );

export const conditionMissing = (at: string): Refusal =>
  refuse(
    'condition-missing',
    'La condition est vide : une recherche doit dire quelle ressource est visée (nom=valeur).',
    'The condition is empty: a search must say which resource is meant (name=value).',
    at,
  );

export const exists = (): Refusal =>
  refuse('exists', 'La ressource existe déjà (If-None-Match).', 'The resource exists already (If-None-Match).', 'If-None-Match');

export const severalMatches = (at?: string): Refusal =>
  refuse(
    'several-matches',
    'Plusieurs ressources répondent à la condition ; précisez-la.',
    'Several resources meet the condition; make it more precise.',
    at,
  );

export const gone = (): Refusal =>
  refuse('gone', 'Cette ressource a été supprimée ; son historique le dit.', 'This resource was deleted; its history tells.');

export const twice = (at: string): Refusal =>
  refuse(
    'same-resource-twice',
    'Deux entrées de la transaction écrivent la même ressource.',
    'Two entries of the transaction write the same resource.',
    at,
  );

export const patientRequired = (): Refusal =>
  refuse(
    'patient-required',
    'Indiquez une personne : patient.identifier=urn:oid:…|matricule ou patient=Patient/….',
    'Name one person: patient.identifier=urn:oid:…|matricule or patient=Patient/….',
    'patient',
  );

export const patientInUse = (): Refusal =>
  refuse(
    'patient-in-use',
    'Ce patient a une identité INS ou des données dans son dossier : il ne peut pas être supprimé.',
    'This patient has an INS identity or data in the record: it cannot be deleted.',
  );

export const namesAPatient = (type: string, at: string): Refusal =>
  refuse(
    'names-a-patient',
    `Une ressource ${type} est lue par tous : elle ne désigne aucun patient.`,
    `${withArticle(type)} is read by all: it names no patient.`,
    at,
  );

export const identityDiffers = (at: string): Refusal =>
  refuse(
    'identity-differs',
    'Ce patient a une identité INS : ses traits et son matricule doivent être ceux de cette identité, tous présents.',
    'This patient has an INS identity: the traits and the matricule must be those of that identity, all of them there.',
    at,
  );

export const notInCompartment = (type: string, compartment: string): Refusal =>
  refuse(
    'not-in-compartment',
    `Une ressource ${type.slice(0, 60)} n’est pas dans le compartiment d’une ressource ${compartment}.`,
    `${withArticle(type.slice(0, 60))} is not in the compartment of ${withArticle(compartment, 'a')}.`,
  );

export const tooManyIncluded = (most: number): Refusal =>
  refuse(
    'too-many-included',
    `La page entraînerait plus de ${most} ressources incluses ; demandez-en une plus petite (_count).`,
    `The page would bring more than ${most} included resources; ask for a smaller one (_count).`,
    '_count',
  );

export const tooManyPatients = (most: number): Refusal =>
  refuse(
    'too-many-patients',
    `Plus de ${most} patients répondent ; précisez l’identifiant.`,
    `More than ${most} patients match; make the identifier more precise.`,
    'identifier',
  );

export const badCharacter = (): Refusal =>
  refuse(
    'bad-character',
    'Un texte contient une moitié de paire de substitution UTF-16 (\\ud800 à \\udfff), qui n’est pas un caractère.',
    'A text holds half of a UTF-16 surrogate pair (\\ud800 to \\udfff), which is no character.',
  );

export const identifierTooLong = (most: number): Refusal =>
  refuse(
    'identifier-too-long',
    `L’identifiant d’un patient, avec son système, compte au plus ${most} caractères.`,
    `The identifier of a patient, with its system, has ${most} characters at most.`,
    'Patient.identifier',
  );

export const unknownDomain = (): Refusal =>
  refuse(
    'pdq-unknown-domain',
    'Aucun identifiant de ce domaine n’est connu ici (targetSystem not found).',
    'No identifier of this domain is known here (targetSystem not found).',
    'identifier',
  );
