import type { Fhir } from '#fhir';
import { type Call, hexOfRecordId, type RecordId, Refusal } from '#kernel';
import { type OwnDesk, removeOwn, writeOwn } from '../own.ts';
import { type Day, dayOf, today } from './day.ts';
import { preventionSystem } from './facts.ts';
import { rules } from './prevention.ts';
import type { PreventionDesk } from './read.ts';
import type { Rule } from './rule.ts';

export interface TellDesk extends PreventionDesk {
  readonly fhir: Pick<Fhir, 'matching'> & OwnDesk['fhir'];
}

/** What the person says about a rule: done on a day, or not for them. */
export type PreventionWord = { readonly did: string } | { readonly notForMe: true };

/**
 * Keeps the person's word as a FHIR resource of their own: an Immunization for a vaccine, else a Procedure. Gives `Type/id`.
 *
 * `did`: a day, a month or a year, between birth and today. Refuses `prevention.unknown`, `prevention.bad-day`, and what a write refuses.
 */
export async function tellPrevention(
  desk: TellDesk,
  call: Call,
  record: RecordId,
  id: string,
  word: PreventionWord,
): Promise<string> {
  const rule = rules.find((one) => one.id === id);
  if (rule === undefined) throw unknownRule();
  if ('did' in word) refuseBadDay(word.did, (await desk.ins.byRecord(record))?.traits.birthDate ?? '', today(call.at));
  const resource = rule.kind === 'vaccine' ? immunization(rule, record, word) : procedure(rule, record, word);
  return `${resource.resourceType}/${await writeOwn(desk, call, record, resource)}`;
}

/** Takes such a word back. Refuses `id.unknown` for what is none of the person's. */
export async function untellPrevention(desk: TellDesk, call: Call, record: RecordId, resource: string): Promise<void> {
  const [, type, id] = /^(Immunization|Procedure)\/([A-Za-z0-9.-]{1,64})$/.exec(resource) ?? [];
  if (type === undefined || id === undefined) throw unknownRule();
  await removeOwn(desk, call, record, type, id);
}

function refuseBadDay(did: string, birth: Day, now: Day): void {
  const day = /^\d{4}(-\d\d){0,2}$/.test(did) ? dayOf(did) : undefined;
  // A year is told of the whole of it: that of the birth is no fault.
  if (day === undefined || day > now || did < birth.slice(0, did.length)) throw badDay();
}

const patient = (record: RecordId) => ({ reference: `Patient/${hexOfRecordId(record)}` });
const concept = ({ id, label }: Rule) => ({
  coding: [{ system: preventionSystem, code: id, display: label.fr }],
  text: label.fr,
});

function immunization(rule: Rule, record: RecordId, word: PreventionWord) {
  return {
    resourceType: 'Immunization',
    status: 'did' in word ? 'completed' : 'not-done',
    ...('did' in word
      ? { occurrenceDateTime: word.did }
      : { statusReason: { text: 'Selon la personne, ne la concerne pas' }, occurrenceString: 'Sans date' }),
    vaccineCode: concept(rule),
    patient: patient(record),
    primarySource: false,
    reportOrigin: {
      coding: [
        {
          system: 'http://terminology.hl7.org/CodeSystem/immunization-origin',
          code: 'recall',
          display: 'Parent/Guardian/Patient Recall',
        },
      ],
    },
  };
}

function procedure(rule: Rule, record: RecordId, word: PreventionWord) {
  const person = patient(record);
  return {
    resourceType: 'Procedure',
    status: 'did' in word ? 'completed' : 'not-done',
    ...('did' in word ? { performedDateTime: word.did } : { statusReason: { text: 'Selon la personne, ne la concerne pas' } }),
    code: concept(rule),
    subject: person,
    recorder: person,
    asserter: person,
  };
}

function unknownRule(): Refusal {
  return new Refusal('prevention.unknown', {
    fr: 'Ce rendez-vous de prévention n’existe pas. Rechargez la page.',
    en: 'There is no such prevention item. Reload the page.',
  });
}

function badDay(): Refusal {
  return new Refusal('prevention.bad-day', {
    fr: 'Écrivez une date entre la naissance et aujourd’hui.',
    en: 'Write a date between birth and today.',
  });
}
