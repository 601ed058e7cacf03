import type { Call, RecordId } from '#kernel';
import { refusing } from '../refusing.ts';
import { type AgendaDesk, type AgendaLine, agendaOf } from './agenda.ts';
import type { AppointmentLine, AppointmentWish } from './appointment.ts';
import { type AppointmentDesk, keepAppointment, listAppointments, removeAppointment } from './list.ts';

export { followAppointments } from './agenda.ts';
export type { AppointmentLine } from './appointment.ts';
export { icsOf } from './ics.ts';
export { appointmentsSeen } from './list.ts';

/** Appointments of a person, and the day of a professional. */
export interface AppointmentViews {
  list(call: Call, record: RecordId): Promise<readonly AppointmentLine[]>;
  /** Enters one, or changes one with its id; see `list.ts`. */
  keep(call: Call, record: RecordId, wish: AppointmentWish & { readonly cancelled?: boolean }, id?: string): Promise<string>;
  remove(call: Call, record: RecordId, id: string): Promise<void>;
  /** See `agenda.ts`. */
  agendaOf(call: Call, between: { readonly from: Date; readonly to: Date }): Promise<readonly AgendaLine[]>;
}

export function openAppointments(desk: AppointmentDesk & AgendaDesk): AppointmentViews {
  return {
    list: (call, record) => refusing(desk, call, record, () => listAppointments(desk, call, record)),
    keep: (call, record, wish, id) => keepAppointment(desk, call, record, wish, id),
    remove: (call, record, id) => removeAppointment(desk, call, record, id),
    agendaOf: (call, between) => agendaOf(desk, call, between),
  };
}
