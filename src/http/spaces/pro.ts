import type { FastifyInstance, FastifyRequest } from 'fastify';
import { type Entry, inside, show } from '#documents';
import type { Identity } from '#ins';
import { type Call, hexOfRecordId, isGround, type Professional, parseItemId, Refusal, recordIdOfHex, unknownId } from '#kernel';
import { type Access, isMinor } from '#rights';
import { launchRoutes } from './apps.ts';
import { archiveRoute } from './archive.ts';
import { chronologyRoute } from './chronology.ts';
import { dayRoutes } from './day.ts';
import type { SpaceDeps } from './deps.ts';
import { sendIdentityPaper } from './identityPaper.ts';
import { checkSending, sendAfterDeposit } from './mailExchange.ts';
import { mayStillLook } from './person.ts';
import { publicationRoute } from './publications.ts';
import { formLimit, formPublication, pdfLimit, publication, publishableTypes, publisher } from './publishing.ts';
import { resultsAnswer, resultsAsked } from './results.ts';
import { scanAnswer, scanned } from './scanned.ts';
import {
  archivedAsked,
  categoryAsked,
  cursor,
  detail,
  foundAnswer,
  groundLabel,
  listAnswer,
  malformed,
  summary,
  wordsAsked,
} from './words.ts';

type OfRecord = { Params: { record: string } };
type ListAsked = { category?: string; archived?: string; cursor?: string };
type OfDocument = { Params: { record: string; id: string } };
type OfForm = { Params: { record: string; kind: string }; Body: Record<string, unknown> };
const pageSize = 50;
const foundTogether = 20;

/** The professional's space: find the person, say on what ground, look, publish. */
export async function proRoutes(app: FastifyInstance, deps: SpaceDeps): Promise<void> {
  const { documents, rights, ins, sessions, live, clock } = deps;

  const signedIn = async (request: FastifyRequest): Promise<{ call: Call; actor: Professional }> => {
    const actor = await sessions.professional(request);
    if (request.method !== 'GET') sessions.sameSite(request);
    return { call: { actor, at: clock(), requestId: request.id }, actor };
  };
  const patient = async (call: Call, identity: Identity): Promise<object> => {
    const { access, isRefused } = await rights.standing(call, identity.record);
    const qualified = identity.status === 'QUAL' && identity.matricule !== undefined;
    return {
      record: hexOfRecordId(identity.record),
      traits: identity.traits,
      status: identity.status,
      ...(identity.attributes.length === 0 ? {} : { attributes: identity.attributes }),
      ...(qualified ? { matricule: identity.matricule, oid: identity.oid } : {}),
      access: access === undefined ? null : accessAnswer(access),
      ...(isRefused ? { refused: true } : {}),
      minor: isMinor(identity.traits.birthDate, call.at),
    };
  };
  const identityOf = async (hex: string): Promise<Identity> => {
    const identity = await ins.byRecord(recordIdOfHex(hex));
    if (identity === undefined) throw unknownId();
    return identity;
  };
  const inRecord = ({ record, id }: OfDocument['Params']): string => {
    if (parseItemId(id).record !== recordIdOfHex(record)) throw unknownId();
    return id;
  };

  app.post<{ Body: Record<string, unknown> }>('/patients/search', async (request) => {
    const { call } = await signedIn(request);
    const { items, ...about } = await search(deps, request.body ?? {});
    return { items: await Promise.all(items.map((identity) => patient(call, identity))), ...about };
  });
  app.post<{ Body: Record<string, unknown> | null }>('/patients/scan', async (request) => {
    const { call } = await signedIn(request);
    const found = await scanned(ins, call, request.body);
    return { ...scanAnswer(found), items: found.identity === undefined ? [] : [await patient(call, found.identity)] };
  });
  app.get<OfRecord>('/patients/:record/identity.pdf', async (request, reply) => {
    const { call } = await signedIn(request);
    const identity = await identityOf(request.params.record);
    await rights.decide(call, identity.record, 'list');
    return sendIdentityPaper(deps.trace, call, reply, identity);
  });
  app.get<OfRecord>('/patients/:record', async (request) => {
    const { call } = await signedIn(request);
    return patient(call, await identityOf(request.params.record));
  });
  app.post<OfRecord & { Body: { ground?: unknown; reason?: unknown; secret?: unknown } }>(
    '/patients/:record/access',
    async (request) => {
      const { call } = await signedIn(request);
      const { ground, reason, secret } = request.body ?? {};
      if (!isGround(ground)) throw malformed('ground');
      if (secret !== undefined && typeof secret !== 'boolean') throw malformed('secret');
      const { record } = await identityOf(request.params.record);
      return accessAnswer(await rights.declare(call, record, ground, typeof reason === 'string' ? reason : undefined, secret));
    },
  );
  app.get<OfRecord & { Querystring: ListAsked }>('/patients/:record/documents', async (request) => {
    const { call } = await signedIn(request);
    const { category, archived, cursor: at } = request.query;
    const after = cursor(at);
    const query = {
      limit: pageSize,
      ...categoryAsked(category),
      ...archivedAsked(archived),
      ...(after === undefined ? {} : { after }),
    };
    const { newSince: _, ...list } = await documents.list(call, recordIdOfHex(request.params.record), query);
    return listAnswer(list);
  });
  app.post<OfRecord & { Body: Record<string, unknown> }>('/patients/:record/documents/search', async (request) => {
    const { call } = await signedIn(request);
    const { words, from } = wordsAsked(request.body);
    const query = { from, limit: foundTogether };
    return foundAnswer(await documents.find(call, recordIdOfHex(request.params.record), words, query));
  });
  app.get<OfRecord>('/patients/:record/profile/measures', async (request) => {
    const { call } = await signedIn(request);
    return deps.record.profile.courses(call, recordIdOfHex(request.params.record));
  });
  app.get<OfRecord>('/patients/:record/profile', async (request) => {
    const { call } = await signedIn(request);
    return deps.record.profile.show(call, recordIdOfHex(request.params.record));
  });
  app.get<OfRecord>('/patients/:record/results', async (request) => {
    const { call } = await signedIn(request);
    return resultsAnswer(await deps.record.series(call, recordIdOfHex(request.params.record), {}));
  });
  app.post<OfRecord>('/patients/:record/results', async (request) => {
    const { call } = await signedIn(request);
    return resultsAnswer(await deps.record.series(call, recordIdOfHex(request.params.record), resultsAsked(request.body)));
  });
  dayRoutes(app, deps, { signedIn, patient });
  chronologyRoute(app, deps, signedIn);
  publicationRoute(app, deps, signedIn, identityOf);
  launchRoutes(app, deps, signedIn);
  archiveRoute<OfRecord['Params']>(app, '/patients/:record/xdm', documents, async (request) => ({
    ...(await signedIn(request)),
    record: recordIdOfHex(request.params.record),
  }));
  app.get<OfDocument>('/patients/:record/documents/:id', async (request) => {
    const { call } = await signedIn(request);
    const entry = await documents.read(call, inRecord(request.params));
    const of = await documents.related(call, entry.id);
    const path = `/api/pro/patients/${request.params.record}/documents/${entry.id}`;
    return { ...detail(entry, await show(entry), path, of), priors: (await deps.record.priors(call, entry)).map(priorOf) };
  });
  app.post<OfDocument & { Body: { reason?: unknown } | null }>(
    '/patients/:record/documents/:id/withdrawal',
    async (request, reply) => {
      const { call } = await signedIn(request);
      const reason = request.body?.reason;
      if (typeof reason !== 'string') throw malformed('reason');
      if (reason.trim().length < 10 || reason.trim().length > 500) throw reasonNeeded();
      await documents.withdraw(call, inRecord(request.params), { reason });
      return reply.code(204).send();
    },
  );
  app.put<OfDocument & { Body: { archived?: unknown } | null }>('/patients/:record/documents/:id/archived', async (request) => {
    const { call } = await signedIn(request);
    const archived = request.body?.archived;
    if (typeof archived !== 'boolean') throw malformed('archived');
    return summary(await documents.setArchived(call, inRecord(request.params), archived));
  });
  app.put<OfDocument>('/patients/:record/documents/:id/announced', async (request) => {
    const { call } = await signedIn(request);
    return summary(await documents.announce(call, inRecord(request.params)));
  });
  app.get<OfDocument>('/patients/:record/documents/:id/pdf', async (request, reply) => {
    const { call } = await signedIn(request);
    const entry = await documents.read(call, inRecord(request.params));
    return deps.sendInside(reply, 'application/pdf', (await inside(entry)).pdf);
  });
  app.get<{ Params: OfDocument['Params'] & { index: string } }>(
    '/patients/:record/documents/:id/attachments/:index',
    async (request, reply) => {
      const { call } = await signedIn(request);
      const entry = await documents.read(call, inRecord(request.params));
      const file = (await inside(entry)).attachments[Number(request.params.index)];
      return deps.sendInside(reply, file?.mediaType, file?.content);
    },
  );
  app.post<OfRecord & { Body: Record<string, unknown> }>(
    '/patients/:record/documents',
    { bodyLimit: pdfLimit * 1.5 },
    async (request, reply) => {
      const { call, actor } = await signedIn(request);
      const identity = await identityOf(request.params.record);
      const form = publication(request.body ?? {}, call.at);
      await checkSending(deps, call, request.body ?? {});
      const { entries } = await documents.publish(call, { identity, ...(await publisher(deps, actor)), ...form });
      // The author reads it back at once: proof that it stands, and the summary that the page shows.
      const entry = await documents.read(call, entries[0]?.id ?? '');
      const sent = await sendAfterDeposit(deps, call, request.body ?? {}, entry.id);
      return reply.code(201).send(sent === undefined ? summary(entry) : { ...summary(entry), sent });
    },
  );
  const formOf = async ({ params, body }: FastifyRequest<OfForm>, actor: Professional) => ({
    identity: await identityOf(params.record),
    ...(await publisher(deps, actor)),
    ...formPublication(params.kind, body ?? {}),
  });
  app.post<OfForm>('/patients/:record/forms/:kind', { bodyLimit: formLimit }, async (request, reply) => {
    const { call, actor } = await signedIn(request);
    const { entries } = await documents.publishForm(call, await formOf(request, actor));
    const entry = await documents.read(call, entries[0]?.id ?? '');
    return reply.code(201).send(summary(entry));
  });
  app.post<OfForm>('/patients/:record/forms/:kind/pdf', { bodyLimit: formLimit }, async (request, reply) => {
    const { call, actor } = await signedIn(request);
    const form = await formOf(request, actor);
    await rights.decide(call, form.identity.record, 'list');
    return deps.sendInside(reply, 'application/pdf', documents.printForm(call, form));
  });
  app.get('/publishable', async (request) => {
    await signedIn(request);
    return { types: publishableTypes() };
  });
  app.get<OfRecord>('/patients/:record/live', async (request, reply) => {
    const { call } = await signedIn(request);
    const record = recordIdOfHex(request.params.record);
    const may = mayStillLook(deps, call, record);
    await may();
    live.open(reply, record, may);
    return reply;
  });
}

async function search(
  { ins }: SpaceDeps,
  body: Readonly<Record<string, unknown>>,
): Promise<{ items: readonly Identity[]; truncated: boolean; near?: true }> {
  const said = (name: string): string | undefined => {
    const value = body[name];
    if (typeof value === 'string' && value.includes('\0')) throw malformed(name);
    return typeof value === 'string' && value.trim() !== '' ? value.trim().slice(0, 200) : undefined;
  };
  const matricule = said('matricule');
  if (matricule !== undefined) {
    for (const oid of ['1.2.250.1.213.1.4.8', '1.2.250.1.213.1.4.9', '1.2.250.1.213.1.4.10']) {
      const found = await ins.byMatricule(oid, ins.parseMatricule(matricule));
      if (found !== undefined) return { items: [found], truncated: false };
    }
    return { items: [], truncated: false };
  }
  const birthFamily = said('birthFamily');
  if (birthFamily === undefined) throw malformed('birthFamily');
  const sex = said('sex');
  const given = said('firstBirthGiven');
  const birthDate = said('birthDate');
  const query = {
    birthFamily,
    ...(given === undefined ? {} : { firstBirthGiven: given }),
    ...(birthDate === undefined ? {} : { birthDate }),
    ...(sex === 'M' || sex === 'F' ? { sex: sex as 'M' | 'F' } : {}),
  };
  const exact = await ins.byTraits(query, 20);
  if (exact.items.length > 0 || (given === undefined && birthDate === undefined)) return exact;
  // Nobody is written so: names that sound alike, a slip of the finger, day and month turned round.
  const near = await ins.byLikeness(query, 20);
  return { items: near.map(({ identity }) => identity), truncated: false, ...(near.length > 0 ? { near: true } : {}) };
}

/** An older document of the same type, to be read beside. */
function priorOf({ id, title, facts, hiddenFromPatient, hiddenFromRepresentatives }: Entry): object {
  return { id, title, date: facts().eventStart, hiddenFromPatient, hiddenFromRepresentatives };
}

function accessAnswer({ ground, reason, since, until, secret }: Access): object {
  return {
    ground: groundLabel(ground),
    ...(reason === undefined ? {} : { reason }),
    since: since.toISOString(),
    until: until.toISOString(),
    ...(secret ? { secret } : {}),
  };
}

function reasonNeeded(): Refusal {
  return new Refusal('documents.reason-required', {
    fr: 'Dites pourquoi vous retirez ce document, en 10 à 500 caractères : la personne le lira dans son journal.',
    en: 'Say why you withdraw this document, in 10 to 500 characters: the person will read it in their log.',
  });
}
