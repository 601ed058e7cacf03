/**
 * The rights again, deliberately naive: written from the words of the rules, one sentence after the other, knowing nothing of how the
 * product decides. It imports nothing and shares nothing with it, not even the lists of codes.
 */
export interface Paper {
  /** JDV_J07; undefined for what comes from no document. */
  readonly type: string | undefined;
  readonly masked: boolean;
  readonly unannounced: boolean;
  readonly withheldFromRepresentatives: boolean;
  readonly author: string;
  readonly depositor: string;
}

/** What the person has decided, and the state of their record. */
export interface Consent {
  readonly blocked: boolean;
  readonly closed: boolean;
  readonly opposedConsultation: boolean;
  readonly opposedEmergency: boolean;
}

export const accessStates = [
  'none',
  'care team',
  'consent',
  'break-glass',
  'call centre',
  'over',
  'ended by the person',
] as const;
export type AccessState = (typeof accessStates)[number];

export type Asker =
  | { readonly who: 'the person' }
  | { readonly who: 'another citizen' }
  | { readonly who: 'the operator' }
  | { readonly who: 'a guest' }
  | { readonly who: 'a software'; readonly id: string }
  | {
      readonly who: 'a professional';
      readonly id: string;
      readonly profession: string;
      readonly attending: boolean;
      readonly access: AccessState;
    }
  | {
      readonly who: 'a delegate';
      readonly mandate: 'none' | 'not yet' | 'in force' | 'over' | 'for another';
      readonly purposes: readonly string[];
      /** Types of the categories chosen; undefined for all. */
      readonly only: readonly string[] | undefined;
    };

export type Answer = 'refused' | 'seen' | 'unseen';

/** `whole`: the record is looked through; `one`: a thing is asked for by its id. */
export function mayAsk(asker: Asker, consent: Consent, door: 'whole' | 'one', paper: Paper): Answer {
  if (asker.who === 'another citizen') return 'refused';
  if (asker.who === 'the operator') return 'refused'; // has no access to contents
  if (asker.who === 'a guest') return 'refused';
  if (asker.who === 'the person') return paper.unannounced ? 'unseen' : 'seen';
  if (asker.who === 'a software') return paper.depositor === asker.id ? 'seen' : 'unseen';

  if (asker.who === 'a delegate') {
    if (asker.mandate !== 'in force') return 'refused';
    if (consent.closed) return 'refused';
    if (!asker.purposes.includes('read')) return 'refused';
    if (paper.unannounced) return 'unseen';
    if (paper.withheldFromRepresentatives) return 'unseen';
    if (asker.only === undefined) return 'seen';
    if (paper.type === undefined) return 'unseen';
    return asker.only.includes(paper.type) ? 'seen' : 'unseen';
  }

  // A professional: blocked never gets in, closed neither.
  if (consent.blocked) return 'refused';
  if (consent.closed) return 'refused';
  const wrote = paper.author === asker.id;
  if (asker.access === 'none' || asker.access === 'over' || asker.access === 'ended by the person') {
    if (door === 'whole') return 'refused';
    return wrote ? 'seen' : 'unseen';
  }
  if (asker.access === 'care team' && consent.opposedConsultation) return 'refused';
  if (asker.access === 'consent' && consent.opposedConsultation) return 'refused';
  if (asker.access === 'break-glass' && consent.opposedEmergency) return 'refused';
  if (asker.access === 'call centre' && consent.opposedEmergency) return 'refused';
  if (wrote) return 'seen';
  if (!inTheTable.includes(asker.profession)) return 'unseen';
  if (paper.masked && !asker.attending) return 'unseen';
  if (paper.type !== undefined && notFor(asker.profession).includes(paper.type)) return 'unseen';
  return 'seen';
}

/** TRE_G15 codes of those who are in the register and whom the table names. */
const inTheTable = '10 21 26 28 40 50 60 69 70 80 81 82 83 84 85 86 91 92 94 95 96 98'.split(' ');

const attestationDeResidence = 'ATTEST-RESID';
const demandeDeTelemedecine = '75496-0';
const synthesePsychiatrique = '68599-0';
const bilanPsychologique = '83901-9';
const bilanDeSanteDeLEnfant = '68817-6';
const certificatMedical = '89601-9';
const projetPersonnalise = '80788-3';
const sortieEssms = '83981-1';

function notFor(profession: string): readonly string[] {
  const nurses = [demandeDeTelemedecine, synthesePsychiatrique, bilanPsychologique, bilanDeSanteDeLEnfant, certificatMedical];
  const dentists = [projetPersonnalise, demandeDeTelemedecine, sortieEssms, bilanPsychologique, synthesePsychiatrique];
  if (profession === '10') return [attestationDeResidence];
  if (profession === '60' || profession === '69') return nurses;
  if (profession === '40') return dentists;
  return [attestationDeResidence, ...nurses, ...dentists];
}
