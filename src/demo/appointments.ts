import { displayName } from '#directory';
import type { Fhir } from '#fhir';
import type { Ins } from '#ins';
import { type Call, hexOfRecordId, type RecordId, type Software } from '#kernel';
import type { DemoPerson } from './people.ts';
import { type DemoProfessional, professional } from './professionals.ts';
import { structureById } from './structures.ts';
import type { Territory } from './territory.ts';

export interface AppointmentDeps {
  readonly fhir: Pick<Fhir, 'create'>;
  readonly ins: Pick<Ins, 'byMatricule'>;
}

/** Professionals who have appointments on the day, and how many each, at most. */
const doctors = 6;
const eachDay = 6;
const reasons = ['Consultation de suivi', 'Renouvellement d’ordonnance', 'Résultats à revoir', 'Vaccination', 'Certificat'];

/**
 * Appointments as the software of practices writes them: the day of the first professionals and, the first time (`isFirst`), what the richest
 * record has coming and behind it. All is counted from `now`: whoever tries the demonstration finds a day that is today’s.
 */
export async function writeDemoAppointments(
  deps: AppointmentDeps,
  territory: Territory,
  now: Date,
  isFirst: boolean,
): Promise<void> {
  const star = territory.people.find(({ profile }) => profile === 'star');
  for (const doctor of territory.professionals.slice(0, doctors)) {
    const patients = territory.careTeams.filter(({ professional }) => professional === doctor).map(({ person }) => person);
    const today = [...new Set(patients)].slice(0, eachDay);
    for (const [index, person] of today.entries())
      await write(deps, person, doctor, at(now, 0, 9 * 60 + index * 30), reasons[index % reasons.length] ?? '', 20);
  }
  if (star === undefined || !isFirst) return;
  const gp = territory.careTeams.find(({ person }) => person === star)?.professional;
  if (gp === undefined) return;
  await write(deps, star, gp, at(now, 3, 10 * 60 + 30), 'Suivi du diabète et résultats', 20);
  await write(deps, star, professional('endocrinologist'), at(now, 24, 14 * 60), 'Consultation annuelle', 30);
  await write(deps, star, gp, at(now, -90, 11 * 60), 'Renouvellement d’ordonnance', 20);
}

/** A moment of a day counted from now, in minutes after midnight on the clock of this place. */
function at(now: Date, days: number, minutes: number): Date {
  return new Date(now.getFullYear(), now.getMonth(), now.getDate() + days, 0, minutes);
}

async function write(
  { fhir, ins }: AppointmentDeps,
  person: DemoPerson,
  doctor: DemoProfessional,
  start: Date,
  reason: string,
  minutes: number,
): Promise<void> {
  const identity = await ins.byMatricule(person.oid, person.matricule);
  if (identity === undefined) return;
  const json = appointment(identity.record, doctor, start, reason, minutes);
  await fhir.create(callOf(doctor), 'Appointment', { json, text: JSON.stringify(json) });
}

function appointment(record: RecordId, doctor: DemoProfessional, start: Date, reason: string, minutes: number) {
  const { name, address } = structureById(doctor.structureId);
  const place = [name, address.line, address.city].filter((part) => part !== undefined && part !== '').join(', ');
  const who = { system: 'urn:oid:1.2.250.1.71.4.2.1', value: doctor.id };
  return {
    resourceType: 'Appointment',
    status: 'booked',
    description: reason,
    start: start.toISOString(),
    end: new Date(start.getTime() + minutes * 60_000).toISOString(),
    minutesDuration: minutes,
    participant: [
      { actor: { reference: `Patient/${hexOfRecordId(record)}` }, status: 'accepted' },
      { actor: { type: 'Practitioner', identifier: who, display: displayName(doctor) }, status: 'accepted' },
      { actor: { type: 'Location', display: place }, status: 'accepted' },
    ],
  };
}

function callOf({ structureId }: DemoProfessional): Call {
  const { id, name, clientId, softwareName } = structureById(structureId);
  const actor: Software = { kind: 'software', id: clientId, name: softwareName, structure: { id, name } };
  return { actor, at: new Date(), requestId: 'territoire' };
}
