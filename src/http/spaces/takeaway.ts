import { Readable } from 'node:stream';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { Call, RecordId } from '#kernel';
import type { SpaceDeps } from './deps.ts';
import { zoneAsked } from './log.ts';

type Mine = (request: FastifyRequest) => Promise<{ call: Call; record: RecordId }>;

/**
 * What a person takes away: `GET /export.pdf` to read (`zone`: in which it tells the day), `/export.json` everything as FHIR, as it is read,
 * `/summary.json` the International Patient Summary. Refuse what `RecordViews.takeaway` and `.summary` refuse, and `http.malformed`.
 */
export function takeawayRoutes(app: FastifyInstance, { record: views }: SpaceDeps, mine: Mine): void {
  app.get<{ Querystring: { zone?: unknown } }>('/export.pdf', async (request, reply) => {
    const { call, record } = await mine(request);
    const paper = await views.takeaway.paper(call, record, zoneAsked(request.query.zone));
    return sent(reply, 'application/pdf', `carnet-${dayOf(call)}.pdf`, paper);
  });
  app.get('/export.json', async (request, reply) => {
    const { call, record } = await mine(request);
    const pieces = await views.takeaway.everything(call, record);
    return sent(reply, 'application/fhir+json', `carnet-fhir-${dayOf(call)}.json`, Readable.from(pieces));
  });
  app.get('/summary.json', async (request, reply) => {
    const { call, record } = await mine(request);
    const summary = await views.summary.ips(call, record);
    return sent(reply, 'application/fhir+json', `resume-ips-${dayOf(call)}.json`, JSON.stringify(summary));
  });
}

const dayOf = ({ at }: Call): string => at.toISOString().slice(0, 10);

function sent(reply: FastifyReply, type: string, name: string, body: Buffer | string | Readable): FastifyReply {
  return reply
    .type(type)
    .headers({
      'content-disposition': `attachment; filename="${name}"`,
      'x-content-type-options': 'nosniff',
      'cache-control': 'no-store',
    })
    .send(body);
}
