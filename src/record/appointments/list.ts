import type { Fhir, Json } from '#fhir';
import { type Call, isThemself, type RecordId, unknownId } from '#kernel';
import type { Permit, Rights } from '#rights';
import type { LogDesk } from '../log/index.ts';
import { type OwnDesk, removeOwn, writeOwn } from '../own.ts';
import { type AppointmentLine, type AppointmentWish, appointmentOf, lineIn } from './appointment.ts';

export interface AppointmentDesk {
  readonly rights: Pick<Rights, 'decide' | 'renewed'>;
  readonly trace: LogDesk['trace'];
  readonly fhir: Pick<Fhir, 'matching'> & OwnDesk['fhir'];
}

/** Appointments of a record that are looked at, the newest written first. */
const most = 500;

/** The appointments that a Permit shows, the earliest first. One statement; the caller traces. */
export async function appointmentsSeen(fhir: Pick<Fhir, 'matching'>, permit: Permit): Promise<readonly AppointmentLine[]> {
  const bodies = await fhir.matching(permit, 'Appointment', new Map(), most);
  return bodies
    .flatMap((body) => lineIn(JSON.parse(body.toString()) as Json) ?? [])
    .sort((a, b) => (a.at < b.at ? -1 : a.at > b.at ? 1 : a.id < b.id ? -1 : 1));
}

/** The appointments of a record, the earliest first. Refuses what `rights.decide` refuses. Told in the log unless the person looks themself. */
export async function listAppointments(desk: AppointmentDesk, call: Call, record: RecordId): Promise<readonly AppointmentLine[]> {
  const cached = await desk.rights.decide(call, record, 'list');
  const permit = (await desk.rights.renewed(cached, 'list')) ?? cached;
  const lines = await appointmentsSeen(desk.fhir, permit);
  if (!isThemself(call.actor))
    await desk.trace.journal(call, record, {
      action: 'search',
      outcome: 'done',
      detail: { type: 'Appointment', operation: 'list' },
      ...(permit.ground === undefined ? {} : { ground: permit.ground }),
    });
  return lines;
}

/**
 * Keeps an appointment that the person enters or, with `id`, changes; gives its id. Refuses what `appointmentOf` and a write refuse,
 * `rights.purpose` to a delegate who may not book, and `id.unknown` for what the person did not enter.
 */
export async function keepAppointment(
  desk: AppointmentDesk,
  call: Call,
  record: RecordId,
  wish: AppointmentWish & { readonly cancelled?: boolean },
  id?: string,
): Promise<string> {
  const resource = appointmentOf(record, wish, call.at, wish.cancelled === true);
  return writeOwn(desk, call, record, resource, id === undefined ? undefined : { id: appointmentId(id) });
}

export async function removeAppointment(desk: AppointmentDesk, call: Call, record: RecordId, id: string): Promise<void> {
  await removeOwn(desk, call, record, 'Appointment', appointmentId(id));
}

function appointmentId(id: string): string {
  if (!/^[A-Za-z0-9.-]{1,64}$/.test(id)) throw unknownId();
  return id;
}
