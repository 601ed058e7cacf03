import type { FastifyInstance } from 'fastify';
import {
  arrivalOf,
  circumstances,
  type Evidence,
  type Identity,
  type IdentityVersion,
  identityDocuments,
  isCircumstance,
  isIdentityDocument,
  natureOf,
  parseTraits,
  presentIdentity,
  workKinds,
} from '#ins';
import { type Call, hexOfRecordId } from '#kernel';
import { recordNamed } from '#oversight';
import type { SignedIn, SpaceDeps } from './deps.ts';
import { workRoutes } from './identityWork.ts';
import { malformed } from './words.ts';

type Fields = Readonly<Record<string, unknown>> | null;
type OfRecord = { Params: { record: string }; Body: Fields };

/**
 * Watching over identities, for operators: who people are, never what their records hold. Names do not stand in addresses: searches are
 * posted. Each identity shown has its line in the log of the person.
 */
export async function identityRoutes(app: FastifyInstance, deps: SpaceDeps, signedIn: SignedIn): Promise<void> {
  const { ins, trace } = deps;
  const { vigilance } = ins;
  app.get('/identities/words', async (request) => {
    await signedIn(request);
    return {
      documents: Object.entries(identityDocuments).map(([code, { fr, en, proves }]) => ({ code, label: { fr, en }, proves })),
      circumstances,
      kinds: workKinds,
    };
  });
  app.post<{ Body: Fields }>('/identities/search', async (request) => {
    const { call } = await signedIn(request);
    const { items, truncated } = await found(deps, request.body ?? {});
    for (const { record } of items)
      await trace.journal(call, record, { action: 'identity', outcome: 'done', detail: { change: 'looked-up' } });
    return { items: items.map(shown), truncated };
  });
  app.post<{ Body: Fields }>('/identities', async (request, reply) => {
    const { call } = await signedIn(request);
    const { circumstance, traits, matricule, oid, ...rest } = request.body ?? {};
    if (circumstance !== undefined && !isCircumstance(circumstance)) throw malformed('circumstance');
    const given = fields(traits, 'traits');
    const arrival =
      circumstance === undefined
        ? { traits: parseTraits(given), attributes: [], asksInsi: true }
        : arrivalOf(circumstance, given, call.at);
    const evidence = evidenceOf(rest);
    const identity = await ins.create(call, {
      traits: arrival.traits,
      attributes: arrival.attributes,
      evidence: { ...evidence, insi: evidence.insi && arrival.asksInsi },
      ...(circumstance === undefined ? {} : { circumstance }),
      ...(matricule === undefined ? {} : { matricule: text(matricule, 'matricule'), oid: text(oid, 'oid') }),
    });
    return reply.code(201).send(shown(identity));
  });
  app.post<{ Body: Fields }>('/identities/verify', async (request) => {
    const { call } = await signedIn(request);
    const { records, olderThanDays = 0 } = request.body ?? {};
    if (Array.isArray(records)) return vigilance.verifyBatch(call, records.slice(0, 501).map(recordNamed));
    if (records !== undefined) throw malformed('records');
    if (typeof olderThanDays !== 'number' || !(olderThanDays >= 0 && olderThanDays <= 36_500)) throw malformed('olderThanDays');
    return vigilance.verifyOldest(call, new Date(call.at.getTime() - olderThanDays * 86_400_000));
  });
  app.get<OfRecord>('/identities/:record', async (request) => {
    const { call } = await signedIn(request);
    const record = recordNamed(request.params.record);
    const history = await historyAnswer(deps, call, record);
    const work = await vigilance.workOf(record);
    return {
      ...history,
      work: work.map(({ id, kind, detail, foundAt }) => ({ id, kind, detail, foundAt: foundAt.toISOString() })),
    };
  });
  app.get<OfRecord>('/identities/:record/history', async (request) => {
    const { call } = await signedIn(request);
    return historyAnswer(deps, call, recordNamed(request.params.record));
  });
  app.post<OfRecord>('/identities/:record/traits', async (request) => {
    const { call } = await signedIn(request);
    const { traits, why, ...rest } = request.body ?? {};
    const record = recordNamed(request.params.record);
    const given = parseTraits(fields(traits, 'traits'));
    return shown(await vigilance.correct(call, record, given, evidenceOf(rest), why));
  });
  app.post<OfRecord>('/identities/:record/attributes', async (request) => {
    const { call } = await signedIn(request);
    const { attributes, why, ...rest } = request.body ?? {};
    return shown(await vigilance.mark(call, recordNamed(request.params.record), attributes, evidenceOf(rest), why));
  });
  app.post<OfRecord>('/identities/:record/verify', async (request) => {
    const { call } = await signedIn(request);
    const { outcome, identity } = await vigilance.verify(call, recordNamed(request.params.record));
    return { outcome, identity: shown(identity) };
  });
  await workRoutes(app, deps, signedIn);
}

/** By matricule, or by a birth date and the first letters of the name, or by a whole name: as the guide asks, the date comes first. */
async function found({ ins }: SpaceDeps, who: Readonly<Record<string, unknown>>) {
  const said = (name: string): string | undefined => {
    const value = who[name];
    return typeof value === 'string' && value.trim() !== '' && !value.includes('\0') ? value.trim().slice(0, 200) : undefined;
  };
  const matricule = said('matricule');
  if (matricule !== undefined) {
    const parsed = ins.parseMatricule(matricule);
    const all = await Promise.all(domains.map((oid) => ins.byMatricule(oid, parsed)));
    return { items: all.flatMap((one) => one ?? []), truncated: false };
  }
  const [firstBirthGiven, birthDate] = [said('firstBirthGiven'), said('birthDate')];
  if (birthDate !== undefined && !/^\d{4}-\d\d-\d\d$/.test(birthDate)) throw malformed('birthDate');
  const asked = {
    birthFamily: said('birthFamily') ?? '',
    ...(firstBirthGiven === undefined ? {} : { firstBirthGiven }),
    ...(birthDate === undefined ? {} : { birthDate }),
  };
  return ins.byTraits(asked, 20);
}

const domains = ['1.2.250.1.213.1.4.8', '1.2.250.1.213.1.4.9', '1.2.250.1.213.1.4.10', '1.2.250.1.213.1.4.11'];

/** An identity as the operator sees it: its matricule only when it is qualified. */
export function shown(identity: Identity): object {
  const { record, status, attributes, traits, version } = identity;
  const { matricule } = presentIdentity(identity);
  return {
    record: hexOfRecordId(record),
    status,
    attributes,
    traits,
    version,
    ...(matricule === undefined ? {} : { matricule }),
  };
}

async function historyAnswer({ ins }: SpaceDeps, call: Call, record: Identity['record']) {
  const { identity, circumstance, verifiedAt, versions, matricules } = await ins.vigilance.history(call, record);
  return {
    identity: shown(identity),
    ...(circumstance === undefined ? {} : { circumstance }),
    ...(verifiedAt === undefined ? {} : { verifiedAt: verifiedAt.toISOString() }),
    versions: versions.map(versionAnswer),
    matricules: matricules.map(({ oid, until, ...one }) => ({ ...one, nature: natureOf(oid), until: until.toISOString() })),
  };
}

function versionAnswer({ since, until, ...version }: IdentityVersion): object {
  return { ...version, since: since.toISOString(), ...(until === undefined ? {} : { until: until.toISOString() }) };
}

/** `{ identityDocument?, insi? }`: INSi is asked unless `insi` is false. */
function evidenceOf({ identityDocument, insi = true }: Readonly<Record<string, unknown>>): Evidence {
  if (typeof insi !== 'boolean') throw malformed('insi');
  if (identityDocument === undefined || identityDocument === '') return { insi };
  if (typeof identityDocument !== 'string' || !isIdentityDocument(identityDocument)) throw malformed('identityDocument');
  return { insi, identityDocument };
}

function fields(value: unknown, at: string): Readonly<Record<string, unknown>> {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) throw malformed(at);
  return value as Readonly<Record<string, unknown>>;
}

function text(value: unknown, at: string): string {
  if (typeof value !== 'string') throw malformed(at);
  return value;
}
