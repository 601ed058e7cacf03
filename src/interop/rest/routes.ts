import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { Documents } from '#documents';
import { askedFrom, fhirRefusal, type Json, parseResource, searchset } from '#fhir';
import type { Ins } from '#ins';
import {
  documentQuery,
  pageToken,
  provideResponse,
  readProvideBundle,
  readSimplified,
  recordAsked,
  submissionQuery,
} from '#interop/pdsm';
import { type Call, hexOfRecordId, PLATFORM, parseItemId, type RecordId, unknownId } from '#kernel';
import { type Caller, requireScope, type Signin } from '#signin';
import { capabilityStatement, smartConfiguration } from './capability.ts';
import { listBody } from './list.ts';
import { answerRefusal } from './refuse.ts';

export interface RestDeps {
  readonly signin: Pick<Signin, 'caller'>;
  readonly documents: Documents;
  readonly ins: Ins;
  /** Where clients reach us, without a slash at the end. */
  readonly publicUrl: string;
  readonly clock: () => Date;
}

const fhirJson = 'application/fhir+json; charset=utf-8';
const bundleLimit = 64 * 1024 * 1024;

/** The FHIR R4 service under /fhir: ITI-65, 66, 67, 68 and 105 of PDSm, and what a client needs to find its way. */
export async function restRoutes(app: FastifyInstance, deps: RestDeps): Promise<void> {
  const { documents, ins, publicUrl, signin } = deps;
  const base = `${publicUrl}/fhir`;
  readBodies(app);
  app.setErrorHandler((error, _request, reply) => answerRefusal(error, reply));
  app.setNotFoundHandler((request, reply) =>
    answerRefusal(
      fhirRefusal(
        'not-supported',
        'Cette interaction n’est pas prise en charge.',
        'This interaction is not supported.',
        request.method,
      ),
      reply,
    ),
  );
  const allowed = async (request: FastifyRequest, scope: string): Promise<Call> => {
    const caller = await signin.caller(request.headers.authorization);
    requireScope(caller, scope);
    return callOf(request, caller, deps.clock());
  };

  app.get('/metadata', (_request, reply) => json(reply, capabilityStatement(base, deps.clock())));
  app.get('/.well-known/smart-configuration', (_request, reply) => reply.send(smartConfiguration(publicUrl)));

  const provide = async (request: FastifyRequest, reply: FastifyReply): Promise<FastifyReply> => {
    const call = await allowed(request, 'DocumentReference.c');
    const provided = readProvideBundle(resourceOf(request));
    const registered = await documents.deposit(call, provided.submission);
    return json(reply, provideResponse(provided, registered, call.at));
  };
  app.post('/', { bodyLimit: bundleLimit }, provide);

  app.post('/DocumentReference', { bodyLimit: bundleLimit }, async (request, reply) => {
    const call = await allowed(request, 'DocumentReference.c');
    const resource = resourceOf(request);
    if (resource.resourceType !== 'DocumentReference') {
      throw fhirRefusal(
        'wrong-resource',
        'Une DocumentReference est attendue.',
        'A DocumentReference is expected.',
        'resourceType',
      );
    }
    const { entries, replayed } = await documents.deposit(call, readSimplified(resource));
    const location = `${base}/DocumentReference/${entries[0]?.id}`;
    return reply
      .code(replayed ? 200 : 201)
      .header('location', location)
      .header('etag', 'W/"1"')
      .send();
  });

  const findDocuments = async (request: FastifyRequest, reply: FastifyReply): Promise<FastifyReply> => {
    const call = await allowed(request, 'DocumentReference.s');
    const asked = askedFrom(...parametersOf(request));
    const record = await recordAsked(ins, call, asked);
    const query = documentQuery(asked, record ?? PLATFORM);
    if (record === undefined) return json(reply, searchset(selfOf(base, 'DocumentReference'), 0, []));
    const found = await documents.find(call, record, query);
    const entries = found.items.map(({ id, body }) => ({ fullUrl: `${base}/DocumentReference/${id}`, body }));
    return json(
      reply,
      searchset(
        selfOf(base, 'DocumentReference'),
        found.total,
        entries,
        nextOf(`${base}/DocumentReference`, request, record, found.next),
      ),
    );
  };
  app.get('/DocumentReference', findDocuments);
  app.post('/DocumentReference/_search', findDocuments);
  app.get<{ Params: { id: string } }>('/DocumentReference/:id', async (request, reply) => {
    const call = await allowed(request, 'DocumentReference.r');
    const { body, version } = await documents.read(call, request.params.id);
    return json(reply.header('etag', `W/"${version}"`), body);
  });

  const findLists = async (request: FastifyRequest, reply: FastifyReply): Promise<FastifyReply> => {
    const call = await allowed(request, 'List.s');
    const asked = askedFrom(...parametersOf(request));
    const record = await recordAsked(ins, call, asked);
    const query = submissionQuery(asked, record ?? PLATFORM);
    if (record === undefined) return json(reply, searchset(selfOf(base, 'List'), 0, []));
    const found = await documents.findLots(call, record, query);
    const entries = found.items.map((lot) => ({ fullUrl: `${base}/List/${lot.id}`, body: listBody(lot, record) }));
    return json(
      reply,
      searchset(selfOf(base, 'List'), found.total, entries, nextOf(`${base}/List`, request, record, found.next)),
    );
  };
  app.get('/List', findLists);
  app.post('/List/_search', findLists);
  app.get<{ Params: { id: string } }>('/List/:id', async (request, reply) => {
    const call = await allowed(request, 'List.r');
    const { record, n } = parseItemId(request.params.id);
    const [lot] = (await documents.findLots(call, record, { numbers: [n], limit: 1 })).items;
    if (lot === undefined) throw unknownId();
    return json(reply, listBody(lot, record));
  });

  app.get<{ Params: { id: string } }>('/Binary/:id', async (request, reply) => {
    const call = await allowed(request, 'Binary.r');
    const entry = await documents.read(call, request.params.id);
    const bytes = await entry.bytes();
    reply.header('content-security-policy', "sandbox; default-src 'none'").header('x-content-type-options', 'nosniff');
    if (request.headers.accept?.includes('fhir+json')) {
      const binary = { resourceType: 'Binary', id: entry.id, contentType: entry.facts.mediaType, data: bytes.toString('base64') };
      return json(reply, JSON.stringify(binary));
    }
    return reply.type(entry.facts.mediaType).send(bytes);
  });
}

/** Bodies stay bytes until the route reads them: a refusal then names the place of the fault. */
function readBodies(app: FastifyInstance): void {
  app.removeAllContentTypeParsers();
  const types = ['application/fhir+json', 'application/json', 'application/x-www-form-urlencoded'];
  app.addContentTypeParser(types, { parseAs: 'buffer' }, (_request, body, done) => done(null, body));
}

function resourceOf(request: FastifyRequest): Json {
  if (!Buffer.isBuffer(request.body) || request.headers['content-type']?.startsWith('application/x-www-form')) {
    throw fhirRefusal(
      'content-type',
      'Corps attendu : application/fhir+json.',
      'Expected body: application/fhir+json.',
      'Content-Type',
    );
  }
  return parseResource(request.body);
}

function parametersOf(request: FastifyRequest): URLSearchParams[] {
  const query = request.url.indexOf('?');
  const url = new URLSearchParams(query < 0 ? '' : request.url.slice(query + 1));
  return Buffer.isBuffer(request.body) ? [url, new URLSearchParams(request.body.toString('utf8'))] : [url];
}

function callOf(request: FastifyRequest, { actor, ground, reason }: Caller, at: Date): Call {
  return {
    actor,
    at,
    requestId: request.id,
    ...(ground === undefined ? {} : { ground }),
    ...(reason === undefined ? {} : { reason }),
  };
}

/** The links of an answer repeat no matricule: they would end in the logs of whoever stands between. */
function selfOf(base: string, type: string): string {
  return `${base}/${type}`;
}

function nextOf(
  address: string,
  request: FastifyRequest,
  record: RecordId,
  next: Parameters<typeof pageToken>[0] | undefined,
): string | undefined {
  if (next === undefined) return undefined;
  const asked = new URLSearchParams(parametersOf(request).flatMap((source) => [...source]));
  asked.delete('patient.identifier');
  asked.set('patient', `Patient/${hexOfRecordId(record)}`);
  asked.set('page', pageToken(next));
  return `${address}?${asked}`;
}

function json(reply: FastifyReply, body: string): FastifyReply {
  return reply.type(fhirJson).send(body);
}
