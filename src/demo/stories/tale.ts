import type { Paper } from '../papers/paper.ts';
import type { DemoPerson } from '../people.ts';
import { type DemoProfessional, professional } from '../professionals.ts';
import type { Random } from '../random.ts';

/** The professionals a person usually sees. */
export interface Team {
  readonly gp: DemoProfessional;
  readonly nurse: DemoProfessional;
  readonly pharmacist: DemoProfessional;
  readonly biologist: DemoProfessional;
  readonly radiologist: DemoProfessional;
}

/** What a story needs to be told: about whom, by whom, when and with which luck. */
export interface Tale {
  readonly person: DemoPerson;
  readonly team: Team;
  readonly random: Random;
  /** A working moment `months` before the reference date, `days` later, at about `hour` o'clock UTC. */
  readonly at: (months: number, days?: number, hour?: number) => Date;
}

/** Papers that belong together; told whole, in the order of their dates. */
export type Episode = readonly Paper[];

const day = 86_400_000;

export function tale(person: DemoPerson, team: Team, random: Random, today: Date): Tale {
  // The whole person shifts by some days, so that a territory does not go to the doctor on the same morning.
  const shift = random.int(0, 24);
  const at = (months: number, days = 0, hour = 9): Date => {
    const moment = new Date(today.getTime() - Math.round((months * 30.4 + shift - days) * day));
    moment.setUTCHours(hour, random.int(0, 59), 0, 0);
    if (moment.getUTCDay() === 0) moment.setTime(moment.getTime() - day);
    return moment < today ? moment : new Date(today.getTime() - day);
  };
  return { person, team, random, at };
}

/** People of a town go to its practice; the residents of the two homes are followed there. */
export function teamOf(person: DemoPerson, random: Random): Team {
  const port = person.address.city === 'Port-Chimère';
  const inland = person.address.city === 'Saint-Orme-les-Brumes' || person.address.city === 'Les Fablières';
  const star = person.profile === 'star';
  return {
    gp: professional(star ? 'gp' : inland ? 'gpSaintOrme' : random.pick(['gp', 'gp2'] as const)),
    nurse: professional(person.profile === 'disability' ? 'foyerNurse' : person.profile === 'elderly' ? 'homeNurse' : 'nurse'),
    pharmacist: professional(
      star ? 'pharmacist' : inland ? 'pharmacistFables' : random.pick(['pharmacist', 'pharmacist2'] as const),
    ),
    biologist: professional(port ? 'biologistPort' : star ? 'biologist' : random.pick(['biologist', 'biologist2'] as const)),
    radiologist: professional(
      port ? 'radiologistPort' : star ? 'radiologist' : random.pick(['radiologist', 'radiologist2'] as const),
    ),
  };
}
