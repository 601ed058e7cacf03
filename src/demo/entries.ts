import { displayName } from '#directory';
import type { Fhir, Json } from '#fhir';
import type { Ins } from '#ins';
import { type Call, type Citizen, hexOfRecordId, type Software } from '#kernel';
import type { ProfileViews } from '#record';
import type { DemoProfessional } from './professionals.ts';
import { structureById } from './structures.ts';
import type { Territory } from './territory.ts';

export interface EntryDeps {
  readonly profile: Pick<ProfileViews, 'enter'>;
  readonly fhir: Pick<Fhir, 'create'>;
  readonly ins: Pick<Ins, 'byMatricule'>;
}

/** What the richest record’s person entered themself. */
const entered: readonly object[] = [
  { section: 'problems', label: 'Diabète de type 2', from: '2012' },
  { section: 'problems', label: 'Appendicite opérée', from: '1971', ended: true },
  { section: 'allergies', label: 'Pénicilline', kind: 'medication', severe: true, note: 'Gonflement du visage' },
  { section: 'allergies', label: 'Pollen de bouleau', kind: 'environment', note: 'Éternuements au printemps' },
  { section: 'treatments', label: 'Paracétamol', dose: '1 g si besoin, 3 fois par jour au plus', reason: 'Douleurs de hanche' },
  { section: 'devices', label: 'Lunettes', note: 'Vue de près' },
  { section: 'family', label: 'Diabète', kind: 'mother', note: 'Vers 60 ans' },
  { section: 'family', label: 'Infarctus', kind: 'father', note: 'À 71 ans' },
  {
    section: 'relatives',
    label: 'Corentin Valcastel',
    kind: 'spouse',
    telephone: '06 00 00 00 01',
    trusted: true,
    emergency: true,
  },
  { section: 'wishes', label: 'Je donne mes organes.', kind: 'organs' },
];
const measured: readonly object[] = [
  { section: 'measures', kind: 'weight', label: '71,5' },
  { section: 'measures', kind: 'pressure', label: '13/8' },
  { section: 'measures', kind: 'tobacco', label: 'Arrêté en 2003' },
  { section: 'measures', kind: 'blood-group', label: 'A+' },
];

/**
 * The health profile of the richest record: what the person entered in their carnet, as they do, and what the software of their physician wrote, as
 * it does, so that one thing said by two is seen as one line.
 */
export async function writeDemoProfile({ profile, fhir, ins }: EntryDeps, territory: Territory, now: Date): Promise<void> {
  const star = territory.people.find((person) => person.profile === 'star');
  const doctor = territory.careTeams.find(({ person }) => person === star)?.professional;
  const identity = star && (await ins.byMatricule(star.oid, star.matricule));
  if (star === undefined || doctor === undefined || identity === undefined) return;
  const { record } = identity;
  const self: Citizen = { kind: 'citizen', record, name: `${star.usedGiven} ${star.usedFamily}` };
  const from = daysBefore(now, 20);
  for (const entry of entered) await profile.enter(callOf(self, now), record, entry);
  for (const entry of measured) await profile.enter(callOf(self, now), record, { ...entry, from });
  const patient = { reference: `Patient/${hexOfRecordId(record)}` };
  for (const json of written(patient, displayName(doctor), now)) {
    const type = String(json.resourceType);
    await fhir.create(callOf(softwareOf(doctor), now), type, { json, text: JSON.stringify(json) });
  }
}

const hl7 = 'http://terminology.hl7.org/CodeSystem';

/** Diabetes again, a treatment that runs and one that is over. */
function written(subject: Json, display: string, now: Date): readonly Json[] {
  const clinicalStatus = { coding: [{ system: `${hl7}/condition-clinical`, code: 'active' }] };
  const asserter = { display };
  const prescribed = { status: 'active', intent: 'order', subject, requester: asserter };
  return [
    {
      resourceType: 'Condition',
      clinicalStatus,
      code: { coding: [{ system: 'http://hl7.org/fhir/sid/icd-10', code: 'E11' }], text: 'Diabète de type 2' },
      subject,
      asserter,
      onsetDateTime: '2012-03',
      recordedDate: daysBefore(now, 40),
    },
    {
      resourceType: 'MedicationRequest',
      ...prescribed,
      medicationCodeableConcept: { text: 'Metformine 1 000 mg, comprimé' },
      authoredOn: daysBefore(now, 40),
      reasonCode: [{ text: 'Diabète de type 2' }],
      dosageInstruction: [{ text: '1 comprimé matin et soir, au cours du repas' }],
      dispenseRequest: { validityPeriod: { start: daysBefore(now, 40), end: daysBefore(now, -50) } },
    },
    {
      resourceType: 'MedicationRequest',
      ...prescribed,
      medicationCodeableConcept: { text: 'Rivaroxaban 10 mg, comprimé' },
      authoredOn: daysBefore(now, 150),
      reasonCode: [{ text: 'Prothèse de hanche' }],
      dosageInstruction: [{ text: '1 comprimé le soir' }],
      dispenseRequest: { validityPeriod: { start: daysBefore(now, 150), end: daysBefore(now, 115) } },
    },
  ];
}

const daysBefore = (now: Date, days: number): string => new Date(now.getTime() - days * 86_400_000).toISOString().slice(0, 10);

const callOf = (actor: Call['actor'], at: Date): Call => ({ actor, at, requestId: 'territoire' });

function softwareOf({ structureId }: DemoProfessional): Software {
  const { clientId, softwareName, id, name } = structureById(structureId);
  return { kind: 'software', id: clientId, name: softwareName, structure: { id, name } };
}
