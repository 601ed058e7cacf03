/** From whom a document is kept. */
export interface Hidden {
  /** `MASQUE_PS`. */
  readonly fromProfessionals: boolean;
  /** `INVISIBLE_PATIENT`. */
  readonly fromPatient: boolean;
  /** `INVISIBLE_REPRESENTANTS_LEGAUX`. */
  readonly fromRepresentatives: boolean;
  /** Connexion secrète: it is read under an access that a minor asked not to have told. */
  readonly secret: boolean;
}

/** To whom a message goes: a mailbox of professionals (PER, ORG, APP, CAB), or that of the person whom the documents are about. */
export type Audience = 'professionals' | 'patient';

/**
 * Who may be sent a document, whole: a combination that the ANS’s table does not hold goes to nobody.
 * A row: hidden from professionals, from the patient, from representatives, secret → to professionals, to the patient.
 * Source: ANS, volet Transmission d’un document CDA R2 en HL7v2, règles de gestion MSSanté.
 */
export const matrix: readonly (readonly [
  fromProfessionals: boolean,
  fromPatient: boolean,
  fromRepresentatives: boolean,
  secret: boolean,
  professionals: boolean,
  patient: boolean,
])[] = [
  [false, false, false, false, true, true],
  [false, true, false, false, true, false],
  [true, false, false, false, false, true],
  [false, false, true, false, false, true],
  [true, false, true, false, false, true],
];

/**
 * Whether a document may go there. Beyond the ANS’s table: what is hidden from representatives does not go to a mailbox that they read
 * (`readByOthers`), for a message is shown whole to whoever opens the mailbox.
 */
export function mayGo(hidden: Hidden, to: Audience, readByOthers: boolean): boolean {
  const { fromProfessionals, fromPatient, fromRepresentatives, secret } = hidden;
  const row = matrix.find(
    (one) => one[0] === fromProfessionals && one[1] === fromPatient && one[2] === fromRepresentatives && one[3] === secret,
  );
  if (row === undefined) return false;
  if (to === 'professionals') return row[4];
  return row[5] && !(fromRepresentatives && readByOthers);
}
