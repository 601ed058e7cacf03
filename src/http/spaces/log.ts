import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { insCodeOf } from '#ins';
import { type Call, isGround, type RecordId } from '#kernel';
import { kindsAsked, type LogAsked, whoAsked } from '#record';
import type { TraceLine } from '#trace';
import type { SpaceDeps } from './deps.ts';
import { logPaper } from './logPaper.ts';
import { isForWords, logLine, malformed } from './words.ts';

type Mine = (request: FastifyRequest) => Promise<{ call: Call; record: RecordId; name: string }>;
type Query = { Querystring: Readonly<Record<string, unknown>> };

const pageSize = 60;
const onPaper = 1000;

/**
 * The log of the record at hand, for its person: `GET /log` a page, `/log.json` a signed file that a stranger can verify, `/log.pdf` to print.
 * All three take the same filters: `who` (you, professionals, software, delegates, guests, operator, others), `by` (one actor's id), `kind`
 * (looked, added, rights, answers, refused, other), `ground`, `from` and `to` (instants, ISO 8601 with their zone); refuse `http.malformed`.
 * `zone` is in which the paper tells the time.
 */
export async function logRoutes(app: FastifyInstance, deps: SpaceDeps, mine: Mine): Promise<void> {
  const { log } = deps.record;
  const person = async (record: RecordId, otherwise: string) => {
    const identity = await deps.ins.byRecord(record);
    if (identity === undefined) return { name: otherwise };
    const { usedGiven, firstBirthGiven, usedFamily, birthFamily } = identity.traits;
    return { name: `${usedGiven ?? firstBirthGiven} ${usedFamily ?? birthFamily}`, code: insCodeOf(identity) };
  };

  app.get<Query>('/log', async (request) => {
    const { call, record } = await mine(request);
    const { lines, next } = await log.page(call, record, logAsked(request.query), pageSize, before(request.query.before));
    const items = oneReadingEach(lines).map((line) => logLine(line, record));
    return { items, ...(next === undefined ? {} : { next }) };
  });
  app.get<Query>('/log.json', async (request, reply) => {
    const { call, record, name } = await mine(request);
    const { file } = await log.export(call, record, (await person(record, name)).name, logAsked(request.query));
    return sendFile(reply, 'application/jose+json', `journal-${dayOf(call.at)}.json`, file);
  });
  app.get<Query>('/log.pdf', async (request, reply) => {
    const { call, record, name } = await mine(request);
    const asked = logAsked(request.query);
    const zone = zoneAsked(request.query.zone);
    const lines = await log.all(call, record, asked, onPaper);
    const paper = logPaper({ lines, record, ...(await person(record, name)), at: call.at, asked, zone });
    return sendFile(reply, 'application/pdf', `journal-${dayOf(call.at)}.pdf`, paper);
  });
}

const dayOf = (at: Date): string => at.toISOString().slice(0, 10);

function sendFile(reply: FastifyReply, type: string, name: string, bytes: string | Buffer): FastifyReply {
  return reply
    .type(type)
    .headers({ 'content-disposition': `attachment; filename="${name}"`, 'x-content-type-options': 'nosniff' })
    .send(bytes);
}

/** The filters of an address. Refuses `http.malformed`, naming the first that cannot be read. */
export function logAsked(query: Readonly<Record<string, unknown>>): LogAsked {
  const oneOf = <T extends string>(name: string, known: readonly T[]): T | undefined => {
    const value = query[name];
    if (value === undefined || value === '') return undefined;
    const found = known.find((one) => one === value);
    if (found === undefined) throw malformed(name);
    return found;
  };
  const instant = (name: string): Date | undefined => {
    const value = query[name];
    if (value === undefined || value === '') return undefined;
    if (typeof value !== 'string' || !/^\d{4}-\d\d-\d\dT\d\d:\d\d(:\d\d(\.\d{1,3})?)?(Z|[+-]\d\d:\d\d)$/.test(value))
      throw malformed(name);
    const at = new Date(value);
    if (Number.isNaN(at.getTime())) throw malformed(name);
    return at;
  };
  const { by, ground } = query;
  if (by !== undefined && by !== '' && !(typeof by === 'string' && /^[\w.-]{1,128}$/.test(by))) throw malformed('by');
  if (ground !== undefined && ground !== '' && !isGround(ground)) throw malformed('ground');
  return defined({
    who: oneOf('who', whoAsked),
    by: by === '' ? undefined : (by as string | undefined),
    kind: oneOf('kind', kindsAsked),
    ground: isGround(ground) ? ground : undefined,
    from: instant('from'),
    to: instant('to'),
  });
}

function defined(asked: { [K in keyof LogAsked]: LogAsked[K] | undefined }): LogAsked {
  return Object.fromEntries(Object.entries(asked).filter(([, value]) => value !== undefined)) as LogAsked;
}

function before(asked: unknown): number | undefined {
  if (asked === undefined || asked === '') return undefined;
  const number = Number(asked);
  if (!Number.isSafeInteger(number) || number < 1) throw malformed('before');
  return number;
}

/** Refuses `http.malformed`. */
export function zoneAsked(zone: unknown): string {
  if (zone === undefined || zone === '') return 'Europe/Paris';
  try {
    if (typeof zone !== 'string' || zone.length > 60) throw malformed('zone');
    new Intl.DateTimeFormat('fr-FR', { timeZone: zone });
    return zone;
  } catch {
    throw malformed('zone');
  }
}

/** The list of messages, which an open page looks at again each time that something comes. */
const ofMessages = ({ action, detail }: TraceLine): boolean => action === 'list' && detail?.what === 'conversations';

/** A document and the PDF inside it are two requests and two lines of the trace, but one reading for a person; so are words as they are typed. */
function oneReadingEach(lines: readonly TraceLine[]): readonly TraceLine[] {
  return lines.filter((line, index) => {
    const newer = lines[index - 1];
    if (newer === undefined || newer.who.id !== line.who.id) return true;
    const sameRead = newer.action === 'read' && line.action === 'read' && newer.object?.id === line.object?.id;
    const same = sameRead || (isForWords(newer) && isForWords(line)) || (ofMessages(newer) && ofMessages(line));
    return !(same && Date.parse(newer.at) - Date.parse(line.at) < 60_000);
  });
}
