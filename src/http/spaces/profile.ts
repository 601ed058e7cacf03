import type { FastifyInstance, FastifyRequest } from 'fastify';
import { choices } from '#record';
import type { SpaceDeps } from './deps.ts';
import type { AtTheScreen } from './person.ts';

type WithId = { Params: { id: string } };
type WithBody = { Body: unknown };

/**
 * `/api/carnet/profile…`: what is known of the health of the person whose carnet is on the screen, `{ lines, cut, mayEnter }` (src/record/profile,
 * line.ts), its measures over time, `{ courses, bodyMass?, cut }` (course.ts), what is offered to who enters something, the same for all, `{ problems, allergies,
 * treatments, vaccinations }`, each `[{ label, words, kind? }]` (choices/), and what they enter of it (entry.ts). What is entered is about health: it is sent in a body, and its id says nothing of it.
 */
export function profileRoutes(
  app: FastifyInstance,
  { record: { profile } }: SpaceDeps,
  mine: (request: FastifyRequest) => Promise<AtTheScreen>,
): void {
  app.get('/profile', async (request) => {
    const { call, record } = await mine(request);
    const [shown, mayEnter] = await Promise.all([profile.show(call, record), profile.mayEnter(call, record)]);
    return { ...shown, mayEnter };
  });
  app.get('/profile/measures', async (request) => {
    const { call, record } = await mine(request);
    return profile.courses(call, record);
  });
  app.get('/profile/choices', async (request) => {
    await mine(request);
    return offered;
  });
  app.post<WithBody>('/profile/entries', async (request, reply) => {
    const { call, record } = await mine(request as FastifyRequest);
    return reply.code(201).send({ id: await profile.enter(call, record, request.body) });
  });
  app.get<WithId>('/profile/entries/:id', async (request) => {
    const { call, record } = await mine(request as FastifyRequest);
    return profile.entry(call, record, request.params.id);
  });
  app.put<WithId & WithBody>('/profile/entries/:id', async (request) => {
    const { call, record } = await mine(request as FastifyRequest);
    return { id: await profile.enter(call, record, request.body, request.params.id) };
  });
  app.delete<WithId>('/profile/entries/:id', async (request, reply) => {
    const { call, record } = await mine(request as FastifyRequest);
    await profile.remove(call, record, request.params.id);
    return reply.code(204).send();
  });
}

/** `words`: by which a choice is found beside its label. Its codes are added when it is entered. */
const offered = Object.fromEntries(
  Object.entries(choices).map(([section, all]) => [
    section,
    all.map(({ label, same, near, kind }) => ({ label, words: [...same, ...near], ...(kind === undefined ? {} : { kind }) })),
  ]),
);
