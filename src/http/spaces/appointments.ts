import type { FastifyInstance, FastifyRequest } from 'fastify';
import { displayName } from '#directory';
import { unknownId } from '#kernel';
import { icsOf } from '#record';
import type { SpaceDeps } from './deps.ts';
import type { AtTheScreen } from './person.ts';
import { mayDo } from './prevention.ts';
import { malformed } from './words.ts';

type WithId = { Params: { id: string } };
type WithBody = { Body: Record<string, unknown> | null };

/** `/api/carnet/appointments…`: those of the person whose carnet is on the screen. */
export function appointmentRoutes(
  app: FastifyInstance,
  deps: SpaceDeps,
  mine: (request: FastifyRequest) => Promise<AtTheScreen>,
): void {
  const { directory, publicUrl } = deps;
  const { appointments } = deps.record;
  /** `{ at, minutes, with, professional?, place, reason, note, cancelled? }`; the name of a professional is the directory’s. */
  const wished = async (body: WithBody['Body']) => {
    const { at, minutes, professional, cancelled } = body ?? {};
    const said = (name: string): string => {
      const words = body?.[name] ?? '';
      if (typeof words !== 'string' || words.includes('\0')) throw malformed(name);
      return words;
    };
    const instant = typeof at === 'string' && isoInstant.test(at) ? new Date(at) : undefined;
    if (instant === undefined || Number.isNaN(instant.getTime())) throw malformed('at');
    if (typeof minutes !== 'number') throw malformed('minutes');
    if (cancelled !== undefined && typeof cancelled !== 'boolean') throw malformed('cancelled');
    if (professional !== undefined && (typeof professional !== 'string' || !/^8\d{11}$/.test(professional)))
      throw malformed('professional');
    const known = professional === undefined ? undefined : await directory.professional(professional);
    if (professional !== undefined && known === undefined) throw malformed('professional');
    return {
      at: instant,
      minutes,
      with: known === undefined ? said('with') : displayName(known),
      ...(known === undefined ? {} : { professional: known.id }),
      place: said('place'),
      reason: said('reason'),
      note: said('note'),
      ...(cancelled === undefined ? {} : { cancelled }),
    };
  };
  app.get('/appointments', async (request) => {
    const { call, record } = await mine(request);
    return { items: await appointments.list(call, record), mayBook: await mayDo(deps, call, record, 'book') };
  });
  app.post<WithBody>('/appointments', async (request, reply) => {
    const { call, record } = await mine(request as FastifyRequest);
    return reply.code(201).send({ id: await appointments.keep(call, record, await wished(request.body)) });
  });
  app.put<WithId & WithBody>('/appointments/:id', async (request) => {
    const { call, record } = await mine(request as FastifyRequest);
    return { id: await appointments.keep(call, record, await wished(request.body), request.params.id) };
  });
  app.delete<WithId>('/appointments/:id', async (request, reply) => {
    const { call, record } = await mine(request as FastifyRequest);
    await appointments.remove(call, record, request.params.id);
    return reply.code(204).send();
  });
  app.get<WithId>('/appointments/:id/ics', async (request, reply) => {
    const { call, record } = await mine(request as FastifyRequest);
    const one = (await appointments.list(call, record)).find(({ id }) => id === request.params.id);
    if (one === undefined) throw unknownId();
    return reply
      .header('content-type', 'text/calendar; charset=utf-8')
      .header('content-disposition', 'attachment; filename="rendez-vous.ics"')
      .header('cache-control', 'no-store')
      .send(icsOf(one, call.at, new URL(publicUrl).hostname));
  });
}

const isoInstant = /^\d{4}-\d\d-\d\dT\d\d:\d\d(:\d\d(\.\d{1,9})?)?(Z|[+-]\d\d:\d\d)$/;
