import { randomInt } from 'node:crypto';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import type { Call, RecordId } from '#kernel';
import { type Handed, type Link, qrCode, type Shares, type Wish } from '#share';
import { malformed } from './words.ts';

type WithId = { Params: { id: string } };
type Mine = (request: FastifyRequest) => Promise<{ readonly call: Call; readonly record: RecordId }>;

/** `/shares` of the carnet: links that the person hands over. `mine` says for whom, and whose record. */
export function shareRoutes(app: FastifyInstance, shares: Shares, mine: Mine): void {
  app.get('/shares', async (request) => {
    const { call, record } = await mine(request);
    return { shares: (await shares.links(call, record)).map(told) };
  });
  app.post<{ Body: unknown }>('/shares', async (request) => {
    const { call, record } = await mine(request);
    const { minutes, wantsPasscode, ...asked } = wishOf(request.body);
    const passcode = wantsPasscode ? sixDigits() : undefined;
    const until = minutes === undefined ? {} : { until: new Date(call.at.getTime() + minutes * 60_000) };
    const made = await shares.make(call, record, { ...asked, ...until, ...(passcode === undefined ? {} : { passcode }) });
    const shown = { id: made.id, until: made.until.toISOString(), ...(await shownToHand(made)) };
    return passcode === undefined ? shown : { ...shown, passcode };
  });
  // A POST: what it answers opens the record, and belongs in no cache and no history.
  app.post<WithId>('/shares/:id/show', async (request) => {
    const { call, record } = await mine(request);
    return shownToHand(await shares.showAgain(call, record, request.params.id));
  });
  app.delete<WithId>('/shares/:id', async (request, reply) => {
    const { call, record } = await mine(request);
    await shares.revoke(call, record, request.params.id);
    return reply.code(204).send();
  });
  app.delete<{ Params: { id: string; n: string } }>('/shares/:id/notes/:n', async (request, reply) => {
    const { call, record } = await mine(request);
    await shares.removeNote(call, record, request.params.id, Number(request.params.n));
    return reply.code(204).send();
  });
}

/** Easy to say aloud; with ten tries in the life of the link, one guess in a hundred thousand is right. */
const sixDigits = (): string => String(randomInt(1_000_000)).padStart(6, '0');

async function shownToHand({ shlink, address }: Handed): Promise<object> {
  return { shlink, address, qr: await qrCode(address) };
}

function told({ madeAt, until, openings, notes, ...link }: Link): object {
  return {
    ...link,
    madeAt: madeAt.toISOString(),
    until: until.toISOString(),
    openings: openings.map(({ at, ...one }) => ({ ...one, at: at.toISOString() })),
    notes: notes.map(({ at, ...one }) => ({ ...one, at: at.toISOString() })),
  };
}

/** `{ label, summary, documents, minutes?, passcode?, once?, longTerm? }`; `passcode` asks for one. Refuses `http.malformed`. */
function wishOf(body: unknown): Omit<Wish, 'until' | 'passcode'> & { minutes?: number; wantsPasscode: boolean } {
  const {
    label,
    summary = false,
    documents = [],
    minutes,
    passcode = false,
    once = false,
    longTerm = false,
    ...others
  } = (typeof body === 'object' && body !== null ? body : {}) as Readonly<Record<string, unknown>>;
  const [unknown] = Object.keys(others);
  if (unknown !== undefined) throw malformed(unknown.slice(0, 30));
  if (typeof label !== 'string') throw malformed('label');
  if (typeof summary !== 'boolean') throw malformed('summary');
  if (!Array.isArray(documents) || documents.length > 1000) throw malformed('documents');
  const ids = documents.map((id) => {
    if (typeof id !== 'string') throw malformed('documents');
    return id;
  });
  if (minutes !== undefined && !(typeof minutes === 'number' && Number.isFinite(minutes) && Math.abs(minutes) < 1e9))
    throw malformed('minutes');
  if (typeof passcode !== 'boolean') throw malformed('passcode');
  if (typeof once !== 'boolean') throw malformed('once');
  if (typeof longTerm !== 'boolean') throw malformed('longTerm');
  return {
    label,
    summary,
    documents: ids,
    once,
    longTerm,
    wantsPasscode: passcode,
    ...(minutes === undefined ? {} : { minutes }),
  };
}
