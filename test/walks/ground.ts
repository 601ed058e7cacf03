import assert from 'node:assert/strict';
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { openDocuments, openTexts } from '#documents';
import { type Actor, hexOfRecordId, type RecordId } from '#kernel';
import { openRights, type Rights } from '#rights';
import type { IssueOptions } from '#signin';
import type { TraceLine } from '#trace';
import type { Settings } from '../../src/settings.ts';
import { type TestSocle, testSocle } from '../socle.ts';
import { ambre, basile, fillDirectory, makeKnown, nuees, type Person } from './cast.ts';
import type { Provide } from './papers.ts';

export interface Answer {
  readonly status: number;
  readonly headers: Headers;
  readonly bytes: Buffer;
  /** The body, trusted to be of that shape by the test that says so. */
  as<T>(): T;
}

export interface Ask {
  readonly method?: string;
  readonly token?: string;
  readonly body?: string | Buffer | object;
  readonly headers?: Readonly<Record<string, string>>;
  /** How long an answer is waited for: two minutes when absent. */
  readonly atMostMs?: number;
}

export interface Bundle {
  readonly resourceType: string;
  readonly type: string;
  readonly total?: number;
  readonly link?: { relation: string; url: string }[];
  readonly entry?: {
    fullUrl: string;
    resource: { id: string; meta: { versionId: string }; [name: string]: unknown };
    search: { mode: string };
    response: { status: string; location: string; etag: string };
  }[];
}

/** A Socle with its cast: Ambre and Basile are known and qualified. */
export interface Ground extends TestSocle {
  readonly ambre: RecordId;
  readonly basile: RecordId;
  token(actor: Actor, options?: IssueOptions): Promise<string>;
  /** Asks under `/fhir`; a JSON object is sent as `application/fhir+json`. */
  fhir(path: string, ask?: Ask): Promise<Answer>;
  /** Deposits as the software Nuées, and gives the answer. */
  send(bundle: Provide | string, token?: string): Promise<Answer>;
  /** Deposits and gives the ids of its documents; fails unless registered. */
  deposited(bundle: Provide): Promise<string[]>;
  /** The rights of the same database, opened anew: what other servers decided is seen. */
  rights(): Rights;
  hide(actor: Actor, id: string, hidden: boolean): Promise<unknown>;
  /** A token for another server of the same database, whose public address is its own. */
  tokenAt(url: string, actor: Actor): Promise<string>;
  /** Declares a ground in the name of a professional and gives their token. */
  onGround(actor: Actor, record: RecordId): Promise<string>;
}

export async function openGround(more: Partial<Settings> = {}): Promise<Ground> {
  const socle = await testSocle(more);
  await fillDirectory(socle);
  const records = { ambre: await makeKnown(socle, ambre), basile: await makeKnown(socle, basile) };
  const tokens = new Map<string, Promise<string>>();
  const token = (actor: Actor, options: IssueOptions = {}): Promise<string> => {
    const key = JSON.stringify([actor, options]);
    const found = tokens.get(key) ?? socle.signin.issue(actor, options);
    tokens.set(key, found);
    return found;
  };
  const fhir = (path: string, asked: Ask = {}): Promise<Answer> => ask(`${socle.url}/fhir${path}`, asked);
  const send = async (bundle: Provide | string, by?: string): Promise<Answer> =>
    fhir('', { method: 'POST', body: bundle, token: by ?? (await token(nuees)) });
  return {
    ...socle,
    ...records,
    token,
    fhir,
    send,
    async deposited(bundle) {
      const answer = await send(bundle);
      assert.equal(answer.status, 200, answer.bytes.toString());
      const places = answer.as<Bundle>().entry?.map(({ response }) => response.location) ?? [];
      return places.flatMap((place) => place.match(/^DocumentReference\/(.+)$/)?.[1] ?? []);
    },
    rights: () => openRights(socle.store, socle.trace),
    hide: (actor, id, hidden) =>
      openDocuments({
        ...socle,
        fhir: socle.engine,
        rights: openRights(socle.store, socle.trace),
        texts: openTexts(socle),
      }).setHidden({ actor, at: new Date(), requestId: 'test' }, id, hidden),
    tokenAt: async (publicUrl, actor) => (await socle.signinAt(publicUrl)).issue(actor),
    async onGround(actor, record) {
      const declaring = await socle.signin.issue(actor, { ground: 'equipe_de_soins' });
      await fhir(`/DocumentReference?patient=Patient/${hexOfRecordId(record)}`, { token: declaring });
      return token(actor);
    },
  };
}

const longestAnswerMs = 120_000;

/** One request; no answer is waited for without end. */
export async function ask(
  url: string,
  { method = 'GET', token, body, headers = {}, atMostMs = longestAnswerMs }: Ask,
): Promise<Answer> {
  const json = typeof body === 'object' && !Buffer.isBuffer(body);
  const response = await fetch(url, {
    method,
    redirect: 'manual',
    signal: AbortSignal.timeout(atMostMs),
    headers: {
      ...(body === undefined ? {} : { 'content-type': 'application/fhir+json' }),
      ...(token === undefined ? {} : { authorization: `Bearer ${token}` }),
      ...headers,
    },
    ...(body === undefined ? {} : { body: json ? JSON.stringify(body) : (body as string) }),
  });
  const bytes = Buffer.from(await response.arrayBuffer());
  return { status: response.status, headers: response.headers, bytes, as: <T>() => JSON.parse(bytes.toString()) as T };
}

/** Fails unless the answer is this refusal, told as an OperationOutcome in two languages; gives the place it names. */
export function refused(answer: Answer, status: number, code: string): string | undefined {
  const said = answer.bytes.toString();
  assert.equal(answer.status, status, said);
  const { resourceType, issue } = answer.as<{
    resourceType: string;
    issue: {
      severity: string;
      code: string;
      details: { coding: { code: string }[]; text: string };
      diagnostics: string;
      expression?: string[];
    }[];
  }>();
  assert.equal(resourceType, 'OperationOutcome', said);
  const [first] = issue;
  assert.equal(first?.details.coding[0]?.code, code, said);
  assert.ok(first.details.text.length > 10 && first.diagnostics.length > 10, said);
  assert.match(answer.headers.get('content-type') ?? '', /^application\/fhir\+json/);
  return first.expression?.[0];
}

/** Everything that a deposit leaves, counted: rows, messages, bytes on the disk, lines of deposits done. */
export async function census({
  store,
  settings,
}: Pick<TestSocle, 'store'> & { readonly settings: { readonly blobs: string } }): Promise<Record<string, number>> {
  const { rows } = await store.pool.query<Record<string, number>>(
    `select (select count(*) from documents.entry) as entries, (select count(*) from fhir.resource where type = 'DocumentReference') as faces,
       (select count(*) from fhir.history where type = 'DocumentReference') as versions,
       (select count(*) from documents.submission) as submissions, (select count(*) from store.record) as records,
       (select count(*) from ins.identity) as identities, (select sum(outbox_seq) from store.record)::bigint as messages,
       (select sum(items) from store.record)::bigint as items,
       (select count(*) from trace.line where body like '%"action":"deposit"%' and body not like '%"outcome":"refused"%') as deposits`,
  );
  return { ...rows[0], blobs: blobNames(settings.blobs).length };
}

export function blobNames(blobs: string): string[] {
  const folder = blobs.slice('file:'.length);
  return readdirSync(folder).flatMap((shelf) => readdirSync(join(folder, shelf)));
}

/** Begins to listen to a record's trace; the function it gives tells the lines since, oldest first. */
export async function traceFrom({ trace }: Pick<TestSocle, 'trace'>, record: RecordId): Promise<() => Promise<TraceLine[]>> {
  const lines = await everyLineFrom({ trace }, record);
  return async () => (await lines()).filter((line) => !isOfJob(line));
}

/** {@link traceFrom} with what Socle writes by itself when it has understood a document: it may come at any time after a deposit. */
export async function everyLineFrom({ trace }: Pick<TestSocle, 'trace'>, record: RecordId): Promise<() => Promise<TraceLine[]>> {
  const [last] = await trace.lines(record, undefined, 1);
  const from = last?.seq ?? 0;
  return async () => (await trace.lines(record, undefined, 200)).filter((line) => line.seq > from).reverse();
}

const isOfJob = ({ action, request }: TraceLine): boolean => action === 'write' && request.startsWith('document ');

/** Until every document was looked into. */
export async function understood({ store, said }: Pick<Ground, 'store' | 'said'>): Promise<void> {
  const left = async (): Promise<number> => {
    const asked = `select count(*) as n from documents.entry e left join documents.text t using (record_id, n) where t.n is null`;
    return Number((await store.pool.query<{ n: string }>(asked)).rows[0]?.n);
  };
  for (let i = 0; i < 3000 && (await left()) > 0; i++) await sleep(20);
  assert.equal(await left(), 0, said.join('\n'));
}

/** A line in few words: `read done Dr Irène Stéthance`, `refusal refused rights.blocked Dr …`. */
export function words({ action, outcome, code, who }: TraceLine): string {
  return [action, outcome, code, who.name].filter((word) => word !== undefined).join(' ');
}

export const patientQuery = ({ oid, matricule }: Person): string =>
  `patient.identifier=${encodeURIComponent(`urn:oid:${oid}|${matricule}`)}`;
