import type { FastifyInstance } from 'fastify';
import { type Directory, type DirectoryProfessional, displayName, isPhysician, professionLabel } from '#directory';
import { type Call, type RecordId, Refusal } from '#kernel';
import type { Access, Facts, SeenProfessional } from '#rights';
import type { SpaceDeps } from './deps.ts';
import { atTheScreen } from './person.ts';
import { groundLabel, malformed } from './words.ts';

type WithId = { Params: { id: string } };
type WithBody = { Body: Record<string, unknown> | null };
const found = 10;

/** Who may look at the record, until when, and what is opposed: seen and changed by the person, or by who has their mandate for it. */
export async function accessRoutes(app: FastifyInstance, deps: SpaceDeps): Promise<void> {
  const { rights, trace, directory } = deps;
  const mine = atTheScreen(deps);
  const known = async (call: Call, record: RecordId, id: string): Promise<SeenProfessional> => {
    const facts = await rights.choices(call, record);
    const one = facts.accesses.get(id) ?? facts.blocks.get(id);
    return one?.professional ?? fromDirectory(directory, id);
  };

  app.get('/access', async (request) => {
    const { call, record } = await mine(request);
    const facts = await rights.choices(call, record);
    const alone = call.actor.kind === 'citizen';
    const reads = (await trace.lines(record, undefined, 200)).filter(
      ({ action, outcome, secret }) => action === 'read' && outcome === 'done' && (alone || secret !== true),
    );
    const lastReads = new Map(reads.reverse().map((line) => [line.who.id, line.at]));
    const { source, official } = await rights.authorisation();
    const { attending } = facts;
    return {
      version: facts.version,
      professionals: professionalsOf(facts, lastReads, call.at),
      opposition: facts.opposition,
      closed: facts.closed,
      ...(attending === undefined ? {} : { attending: { id: attending.id, name: attending.name } }),
      defaults: rights.accessDays,
      authorisation: { source, official },
    };
  });
  app.put<WithId & WithBody>('/access/:id', async (request) => {
    const { call, record } = await mine(request);
    const { until, version } = request.body ?? {};
    const end = typeof until === 'string' && isoInstant.test(until) ? new Date(until) : undefined;
    if (end === undefined || Number.isNaN(end.getTime())) throw malformed('until');
    if (!Number.isSafeInteger(version)) throw malformed('version');
    const professional = await known(call, record, professionalId(request.params.id));
    return accessTold(await rights.setEnd(call, record, professional, end, version as number));
  });
  app.put<WithBody>('/attending', async (request, reply) => {
    const { call, record } = await mine(request);
    const { professional, version } = request.body ?? {};
    if (professional !== null && typeof professional !== 'string') throw malformed('professional');
    const who = professional === null ? undefined : await known(call, record, professionalId(professional));
    await rights.attend(call, record, who, seenVersion(version));
    return reply.code(204).send();
  });
  app.put<WithBody>('/closed', async (request, reply) => {
    const { call, record } = await mine(request);
    const { closed, version } = request.body ?? {};
    if (typeof closed !== 'boolean') throw malformed('closed');
    await rights.setClosed(call, record, closed, seenVersion(version));
    return reply.code(204).send();
  });
  // A name is sought in a body: in no address, no history of a browser and no log of a proxy.
  app.post<WithBody>('/professionals/search', async (request) => {
    await mine(request);
    const { words } = request.body ?? {};
    if (typeof words !== 'string' || words.includes('\0')) throw malformed('words');
    const people = await directory.professionalsNamed(words, found);
    return { items: await Promise.all(people.map(async (one) => person(await seen(directory, one)))) };
  });
  app.put<WithId>('/blocks/:id', async (request, reply) => {
    const { call, record } = await mine(request);
    await rights.block(call, record, await known(call, record, professionalId(request.params.id)));
    return reply.code(204).send();
  });
  app.delete<WithId>('/blocks/:id', async (request, reply) => {
    const { call, record } = await mine(request);
    await rights.unblock(call, record, professionalId(request.params.id));
    return reply.code(204).send();
  });
  app.put<{ Body: Record<string, unknown> }>('/opposition', async (request) => {
    const { call, record } = await mine(request);
    const { version, ...asked } = request.body ?? {};
    const wished: Record<string, boolean> = {};
    for (const [name, value] of Object.entries(asked)) {
      if (!['consultation', 'deposit', 'emergency'].includes(name) || typeof value !== 'boolean')
        throw malformed(name.slice(0, 30));
      wished[name] = value;
    }
    return rights.oppose(call, record, wished, seenVersion(version));
  });
}

const isoInstant = /^\d{4}-\d\d-\d\dT\d\d:\d\d(:\d\d(\.\d{1,9})?)?(Z|[+-]\d\d:\d\d)$/;

function professionalId(id: string): string {
  if (!/^[\w.-]{1,64}$/.test(id)) throw malformed('id');
  return id;
}

/** Which state of the rights the page had read; whoever does not say lets the last word win. */
export function seenVersion(version: unknown): number | undefined {
  if (version === undefined) return undefined;
  if (!Number.isSafeInteger(version)) throw malformed('version');
  return version as number;
}

/** Whoever may look, may no longer, or may not. */
function professionalsOf(facts: Facts, lastReads: ReadonlyMap<string, string>, now: Date): readonly object[] {
  const open = [...facts.accesses.values()].filter(({ until }) => until > now);
  const isOpen = new Set(open.map(({ professional }) => professional.id));
  const told = (access: Access): object => ({
    ...accessTold(access),
    ...(lastReads.has(access.professional.id) ? { lastAccessAt: lastReads.get(access.professional.id) } : {}),
    blocked: facts.blocks.has(access.professional.id),
  });
  const onlyBlocked = [...facts.blocks.values()].filter((block) => !isOpen.has(block.professional.id));
  return [
    ...open.map(told),
    ...onlyBlocked.map(({ professional, since }) => ({ ...person(professional), since: since.toISOString(), blocked: true })),
  ];
}

function accessTold({ professional, ground, reason, since, until, givenBy, secret }: Access): object {
  return {
    ...person(professional),
    ground: groundLabel(ground),
    ...(reason === undefined ? {} : { reason }),
    ...(secret ? { secret } : {}),
    since: since.toISOString(),
    until: until.toISOString(),
    givenBy,
  };
}

function person({ id, name, profession, structure }: SeenProfessional): object {
  return { id, name, professionLabel: professionLabel(profession), structure, isPhysician: isPhysician(profession) };
}

async function fromDirectory(directory: Directory, id: string): Promise<SeenProfessional> {
  const one = await directory.professional(id);
  if (one !== undefined) return seen(directory, one);
  throw new Refusal('directory.unknown-professional', {
    fr: 'Ce professionnel n’est pas dans l’annuaire.',
    en: 'This professional is not in the directory.',
  });
}

async function seen(directory: Directory, one: DirectoryProfessional): Promise<SeenProfessional> {
  const [structureId] = one.structures;
  const structure = structureId === undefined ? undefined : await directory.structure(structureId);
  return {
    id: one.id,
    name: displayName(one),
    profession: one.profession,
    structure: { id: structure?.id ?? '', name: structure?.name ?? '' },
  };
}
