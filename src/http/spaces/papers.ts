import type { FastifyInstance, FastifyRequest } from 'fastify';
import { type OwnPaper, photoLimits } from '#documents';
import { type Call, type RecordId, unknownId } from '#kernel';
import type { SpaceDeps } from './deps.ts';
import { malformed, summary } from './words.ts';

type Mine = (request: FastifyRequest) => Promise<{ call: Call; record: RecordId }>;

/** Base64 takes a third more; the rest of the form is words. */
const bodyLimit = Math.ceil(photoLimits.bytes * 1.34) + 64 * 1024;

/**
 * `POST /papers`: a paper that the person photographed, `{ typeCode, title, date, pages, hiddenFromProfessionals? }`, `date` a day, `pages` JPEG in
 * base64; gives it as lists show it. `DELETE /papers/:id`: they take back a paper that they brought. Refuses what `publishOwn` and `withdraw`
 * refuse.
 */
export function paperRoutes(app: FastifyInstance, { documents, ins }: SpaceDeps, mine: Mine): void {
  app.post<{ Body: Readonly<Record<string, unknown>> | null }>('/papers', { bodyLimit }, async (request, reply) => {
    const { call, record } = await mine(request);
    const paper = paperAsked(request.body ?? {}, call.at);
    const identity = await ins.byRecord(record);
    if (identity === undefined) throw unknownId();
    const { entries } = await documents.publishOwn(call, { identity, ...paper });
    return reply.code(201).send(summary(await documents.read(call, entries[0]?.id ?? '')));
  });
  app.delete<{ Params: { id: string } }>('/papers/:id', async (request, reply) => {
    const { call } = await mine(request);
    await documents.withdraw(call, request.params.id);
    return reply.code(204).send();
  });
}

function paperAsked(body: Readonly<Record<string, unknown>>, now: Date): Omit<OwnPaper, 'identity'> {
  const { typeCode, title, date, hiddenFromProfessionals = false } = body;
  if (typeof typeCode !== 'string') throw malformed('typeCode');
  if (typeof title !== 'string') throw malformed('title');
  if (typeof date !== 'string' || !/^\d{4}-\d\d-\d\d$/.test(date)) throw malformed('date');
  if (typeof hiddenFromProfessionals !== 'boolean') throw malformed('hiddenFromProfessionals');
  return { typeCode, title, date: dayOf(date, now), pages: pagesAsked(body), hiddenFromProfessionals };
}

/** East of Greenwich the day of today has begun before it has in UTC: it is now, not to come. */
function dayOf(date: string, now: Date): Date {
  const day = new Date(date);
  const ahead = day.getTime() - now.getTime();
  return ahead > 0 && ahead <= 14 * 3_600_000 ? now : day;
}

/** The photos of a form: JPEG in base64, in their order. Refuses `http.malformed`. */
export function pagesAsked({ pages }: Readonly<Record<string, unknown>>): readonly Buffer[] {
  if (!Array.isArray(pages)) throw malformed('pages');
  return pages.map((page: unknown) => {
    if (typeof page !== 'string') throw malformed('pages');
    return Buffer.from(page, 'base64');
  });
}
