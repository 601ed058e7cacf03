import type { FastifyInstance, FastifyRequest } from 'fastify';
import { type Call, type RecordId, Refusal } from '#kernel';
import type { PreventionLine } from '#record';
import type { Purpose } from '#rights';
import type { SpaceDeps } from './deps.ts';
import type { AtTheScreen } from './person.ts';
import { malformed } from './words.ts';

type WithBody = { Body: Record<string, unknown> | null };
/** Children and others for whom the page tells what is due, at most. */
const mostRelatives = 10;

/**
 * `/api/carnet/prevention…`: what is due to the person whose carnet is on the screen, what they say about it, and what is due to those for whom
 * they act. What is said is about health: it is sent in a body.
 */
export function preventionRoutes(
  app: FastifyInstance,
  deps: SpaceDeps,
  mine: (request: FastifyRequest) => Promise<AtTheScreen>,
): void {
  const { prevention } = deps.record;
  app.get('/prevention', async (request) => {
    const { call, record } = await mine(request);
    return { lines: await prevention.of(call, record), mayTell: await mayDo(deps, call, record, 'rights') };
  });
  app.post<WithBody>('/prevention', async (request, reply) => {
    const { call, record } = await mine(request as FastifyRequest);
    const { item, did, notForMe } = request.body ?? {};
    if (typeof item !== 'string' || item.length > 60) throw malformed('item');
    if (did !== undefined && (typeof did !== 'string' || did.length > 10)) throw malformed('did');
    if ((did === undefined) === (notForMe === undefined) || (notForMe !== undefined && notForMe !== true))
      throw malformed('notForMe');
    const word = did === undefined ? { notForMe: true as const } : { did };
    return reply.code(201).send({ resource: await prevention.tell(call, record, item, word) });
  });
  app.post<WithBody>('/prevention/remove', async (request, reply) => {
    const { call, record } = await mine(request as FastifyRequest);
    const { resource } = request.body ?? {};
    if (typeof resource !== 'string' || resource.length > 100) throw malformed('resource');
    await prevention.untell(call, record, resource);
    return reply.code(204).send();
  });
  app.get('/prevention/relatives', async (request) => {
    const { call } = await mine(request);
    const { actor } = call;
    // Who acts for somebody sees that carnet alone.
    if (actor.kind !== 'citizen') return { items: [] };
    const profiles = (await deps.rights.profiles(call)).filter(({ mandate }) => mandate.purposes.includes('read'));
    const items = profiles.slice(0, mostRelatives).map(async ({ record, name }) => {
      const theirs: Call = { ...call, actor: { kind: 'delegate', id: actor.record, name: actor.name, record } };
      const lines = await unlessRefused(prevention.of(theirs, record), []);
      return { record, name, lines: lines.filter(isNow) };
    });
    return { items: await Promise.all(items) };
  });
}

const isNow = ({ state }: PreventionLine): boolean => state === 'due' || state === 'soon';

/** Whether the caller may act for this purpose: the page offers nothing else. */
export function mayDo({ rights }: SpaceDeps, call: Call, record: RecordId, purpose: Purpose): Promise<boolean> {
  return unlessRefused(
    rights.decidePurpose(call, record, purpose).then(() => true),
    false,
  );
}

/** What the rights refuse of a part is left out; every other fault is one. */
export async function unlessRefused<T>(part: Promise<T>, instead: T): Promise<T> {
  try {
    return await part;
  } catch (error) {
    if (error instanceof Refusal && /^(rights|messaging)\./.test(error.code)) return instead;
    throw error;
  }
}
