import type { FastifyInstance, FastifyRequest } from 'fastify';
import { professionLabel } from '#directory';
import type { Identity } from '#ins';
import { type Call, recordIdOfHex } from '#kernel';
import type { OutOfBand, Synthesis } from '#record';
import type { Access, SeenProfessional } from '#rights';
import { printedUnit } from '#terminology';
import { lineAnswer } from './chronology.ts';
import type { SpaceDeps } from './deps.ts';
import { pointAnswer } from './results.ts';
import { groundLabel, malformed } from './words.ts';

type OfRecord = { Params: { record: string } };

/** What the routes of a professional share. */
export interface ProDoor {
  /** Refuses `session.none`, `session.wrong-kind`, and `session.forged` for what may change something. */
  signedIn(request: FastifyRequest): Promise<{ readonly call: Call }>;
  /** Whose record it is and on what ground it is open, as the pages receive it. */
  patient(call: Call, identity: Identity): Promise<object>;
}

const peopleShown = 12;

/** A professional's day, the person on one screen, who cares for them, and the notice that looks are told. */
export function dayRoutes(app: FastifyInstance, deps: SpaceDeps, { signedIn, patient }: ProDoor): void {
  const { record: views, rights, ins } = deps;

  app.get('/day/people', async (request) => {
    const { call } = await signedIn(request);
    const seen = await views.seen(call, peopleShown);
    const people = await ins.byRecords(seen.map(({ record }) => record));
    const items = await Promise.all(
      seen.map(async ({ record, at, fresh, more }) => {
        const identity = people.get(record);
        if (identity === undefined) return [];
        return [
          {
            patient: await patient(call, identity),
            at: at.toISOString(),
            ...(fresh === undefined ? {} : { fresh }),
            ...(more === true ? { more } : {}),
          },
        ];
      }),
    );
    return { items: items.flat() };
  });
  // The day is the reader's: its two ends come from the clock of the screen.
  app.get<{ Querystring: { from?: string; to?: string } }>('/day/appointments', async (request) => {
    const { call } = await signedIn(request);
    const { from, to } = request.query;
    const agenda = await views.appointments.agendaOf(call, within(instant('from', from), instant('to', to)));
    const people = await ins.byRecords([...new Set(agenda.map(({ record }) => record))]);
    const items = await Promise.all(
      agenda.map(async ({ id, record, at, until, cancelled }) => {
        const identity = people.get(record);
        if (identity === undefined) return [];
        const who = await patient(call, identity);
        return [{ id, at: at.toISOString(), until: until.toISOString(), ...(cancelled ? { cancelled } : {}), patient: who }];
      }),
    );
    return { items: items.flat() };
  });
  app.post('/notice', async (request, reply) => {
    const { call } = await signedIn(request);
    await views.notices.understand(call);
    return reply.code(204).send();
  });
  app.get<OfRecord>('/patients/:record/synthesis', async (request) => {
    const { call } = await signedIn(request);
    return synthesisAnswer(await views.synthesis(call, recordIdOfHex(request.params.record)));
  });
  app.get<OfRecord>('/patients/:record/team', async (request) => {
    const { call } = await signedIn(request);
    const { attending, members } = await views.team(call, recordIdOfHex(request.params.record));
    return { ...(attending === undefined ? {} : { attending: person(attending) }), members: members.map(member) };
  });
  app.delete<OfRecord>('/patients/:record/access', async (request, reply) => {
    const { call } = await signedIn(request);
    await rights.leave(call, recordIdOfHex(request.params.record));
    return reply.code(204).send();
  });
}

function instant(name: string, text: string | undefined): Date {
  const at = new Date(text !== undefined && /^\d{4}-\d\d-\d\dT[\d:.]{5,12}Z$/.test(text) ? text : Number.NaN);
  if (Number.isNaN(at.getTime())) throw malformed(name);
  return at;
}

const longestDay = 26 * 3_600_000;

function within(from: Date, to: Date): { from: Date; to: Date } {
  if (!(to > from && to.getTime() - from.getTime() <= longestDay)) throw malformed('to');
  return { from, to };
}

/**
 * `{ since?, fresh: { items, total, more? }, problems, allergies, treatments, vaccinations, measures, devices, wishes, relatives, outOfBand, analytes, cut }`:
 * lines as those of a profile, what is new as in the chronology, of each result out of its band `printed` (its unit), `side` and points as those of
 * `results.ts`.
 */
function synthesisAnswer({ since, fresh, outOfBand, ...rest }: Synthesis): object {
  return {
    ...(since === undefined ? {} : { since: since.toISOString() }),
    fresh: {
      items: fresh.items.map((line) => lineAnswer({ line, isNew: true })),
      total: fresh.total,
      ...(fresh.more ? { more: true } : {}),
    },
    outOfBand: outOfBand.map(resultAnswer),
    ...rest,
  };
}

function resultAnswer({ key, label, unit, side, point, before }: OutOfBand): object {
  return {
    key,
    label,
    printed: printedUnit(unit),
    side,
    point: pointAnswer(point),
    ...(before === undefined ? {} : { before: pointAnswer(before) }),
  };
}

const person = ({ id, name, profession, structure }: SeenProfessional): object => ({
  id,
  name,
  professionLabel: professionLabel(profession),
  structure: structure.name,
});

const member = ({ professional, ground, since, until }: Access): object => ({
  ...person(professional),
  ground: groundLabel(ground),
  since: since.toISOString(),
  until: until.toISOString(),
});
