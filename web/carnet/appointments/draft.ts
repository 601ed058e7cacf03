import { today } from '../../kit/dates.ts';
import type { Appointment } from './shapes.ts';

/** What is in the form, on the clock of who fills it in. */
export interface Draft {
  readonly day: string;
  readonly time: string;
  readonly minutes: number;
  readonly with: string;
  readonly professional: string | undefined;
  readonly place: string;
  readonly reason: string;
  readonly note: string;
  readonly cancelled: boolean;
}

export function draftOf(appointment: Appointment | undefined): Draft {
  if (appointment === undefined)
    return {
      day: today(),
      time: '',
      minutes: 20,
      with: '',
      professional: undefined,
      place: '',
      reason: '',
      note: '',
      cancelled: false,
    };
  const { at, until, professional, place = '', reason = '', note = '', cancelled } = appointment;
  const [begin, end] = [new Date(at), new Date(until)];
  const local = new Date(begin.getTime() - begin.getTimezoneOffset() * 60_000).toISOString();
  return {
    day: local.slice(0, 10),
    time: local.slice(11, 16),
    minutes: Math.round((end.getTime() - begin.getTime()) / 60_000),
    with: appointment.with ?? '',
    professional,
    place,
    reason,
    note,
    cancelled,
  };
}

/** As the API takes it. */
export function wishOf({ day, time, professional, ...said }: Draft): object {
  return {
    ...said,
    at: new Date(`${day}T${time}`).toISOString(),
    ...(professional === undefined ? {} : { professional }),
  };
}
