import { type Call, isThemself, type RecordId } from '#kernel';
import { type AppointmentLine, appointmentsSeen } from './appointments/index.ts';
import type { AppointmentDesk } from './appointments/list.ts';
import type { PreventionLine } from './prevention/index.ts';
import { type PreventionDesk, readPrevention } from './prevention/read.ts';

/** What somebody has to do, as far as their record tells. */
export interface RecordTodo {
  /** Within the days asked for, the earliest first; none that was cancelled. */
  readonly appointments: readonly AppointmentLine[];
  /** What is due now. */
  readonly prevention: readonly PreventionLine[];
}

type TodoDesk = AppointmentDesk & PreventionDesk;

const day = 86_400_000;

/**
 * Appointments of the next `days` and prevention that is due: one look, one line in the log unless the person looks themself. Refuses what
 * `rights.decide` refuses.
 */
export async function readTodo(desk: TodoDesk, call: Call, record: RecordId, days: number): Promise<RecordTodo> {
  const cached = await desk.rights.decide(call, record, 'list');
  const permit = (await desk.rights.renewed(cached, 'list')) ?? cached;
  const [appointments, prevention] = await Promise.all([
    appointmentsSeen(desk.fhir, permit),
    readPrevention(desk, call, record, true),
  ]);
  if (!isThemself(call.actor))
    await desk.trace.journal(call, record, {
      action: 'search',
      outcome: 'done',
      detail: { type: 'Appointment', operation: 'todo' },
      ...(permit.ground === undefined ? {} : { ground: permit.ground }),
    });
  const [from, to] = [call.at.toISOString(), new Date(call.at.getTime() + days * day).toISOString()];
  return {
    appointments: appointments.filter(({ until, at, cancelled }) => !cancelled && until > from && at < to),
    prevention: prevention.filter(({ state }) => state === 'due'),
  };
}
