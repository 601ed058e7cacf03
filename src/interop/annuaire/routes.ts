import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { National } from '#directory';
import { type Asked, answerTo, askedFrom, fhirRefusal, operationOutcome } from '#fhir';
import { Refusal, unknownId } from '#kernel';
import { capabilityStatement } from './capability.ts';
import { type Answer, find, one } from './find.ts';
import { parameters, type Type } from './parameters.ts';
import type { Part } from './parts.ts';

export interface AnnuaireDeps {
  readonly national: National;
  /** Where clients reach us, without a slash at the end. */
  readonly publicUrl: string;
  readonly clock: () => Date;
}

const path = '/annuaire/fhir';
const mediaType = 'application/fhir+json; charset=utf-8';

/**
 * The directory in FHIR R4, in the shape of the national « Annuaire Santé » (public data): `read` and `search-type` on Practitioner,
 * PractitionerRole and Organization, JSON. It stands beside `/fhir`, whose Practitioners and Organizations are what clients wrote. Anybody may
 * ask: it holds what the State publishes, and nothing about patients; `ESANTE-API-KEY` is taken and not looked at.
 *
 * Source: IG Annuaire Santé 1.2.0, AsServerDPCapabilityStatement. Without Device and HealthcareService: no extraction that is loaded has them.
 */
export async function annuaireRoutes(app: FastifyInstance, { national, publicUrl, clock }: AnnuaireDeps): Promise<void> {
  const base = `${publicUrl}${path}`;
  app.removeAllContentTypeParsers();
  app.addContentTypeParser(
    'application/x-www-form-urlencoded',
    { parseAs: 'string', bodyLimit: 64 * 1024 },
    (_request, body, done) => done(null, body),
  );
  app.setErrorHandler((error, _request, reply) => refuse(error, reply));
  app.setNotFoundHandler((request, reply) => refuse(notThere(request), reply));
  const begun = clock();

  app.get('/metadata', (request, reply) => {
    asJson(request);
    return send(reply, 200, capabilityStatement(base, begun));
  });
  const search = async (request: FastifyRequest, reply: FastifyReply, type: Type): Promise<FastifyReply> => {
    asJson(request);
    const form = typeof request.body === 'string' ? new URLSearchParams(request.body) : new URLSearchParams();
    const asked = askedFrom(queryOf(request), form);
    return send(reply, 200, bundle(base, type, asked, await find(national, type, asked)));
  };
  for (const type of Object.keys(parameters) as Type[]) {
    app.get(`/${type}`, (request, reply) => search(request, reply, type));
    app.post(`/${type}/_search`, (request, reply) => search(request, reply, type));
    app.get<{ Params: { id: string } }>(`/${type}/:id`, async (request, reply) => {
      asJson(request);
      const found = await one(national, type, request.params.id);
      if (found === undefined) throw unknownId();
      return send(reply, 200, found);
    });
  }
}

/** A searchset. The next page is asked by the identifier of the last one here: pages neither repeat nor leave out when entries come in. */
function bundle(base: string, type: Type, asked: Asked, { matches, included, total, next }: Answer): Part {
  const address = (more: Readonly<Record<string, string>>): string => {
    const told = new URLSearchParams();
    for (const [name, values] of asked) if (name !== 'page') for (const value of values) told.append(name, value);
    for (const [name, value] of Object.entries(more)) told.set(name, value);
    const query = told.toString();
    return `${base}/${type}${query === '' ? '' : `?${query}`}`;
  };
  const page = asked.get('page')?.[0];
  const link = [
    { relation: 'self', url: address(page === undefined ? {} : { page }) },
    ...(next === undefined ? [] : [{ relation: 'next', url: address({ page: next }) }]),
  ];
  const entry = (mode: 'match' | 'include') => (resource: Part) => ({
    fullUrl: `${base}/${String(resource.resourceType)}/${String(resource.id)}`,
    resource,
    search: { mode },
  });
  const entries = [...matches.map(entry('match')), ...included.map(entry('include'))];
  return {
    resourceType: 'Bundle',
    type: 'searchset',
    ...(total === undefined ? {} : { total }),
    link,
    ...(entries.length === 0 ? {} : { entry: entries }),
  };
}

function send(reply: FastifyReply, status: number, body: Part | string): FastifyReply {
  return reply
    .code(status)
    .type(mediaType)
    .header('x-content-type-options', 'nosniff')
    .send(typeof body === 'string' ? body : JSON.stringify(body));
}

function refuse(error: unknown, reply: FastifyReply): FastifyReply {
  const refusal = refusalOf(error, reply);
  const { status } = answerTo(refusal.code);
  if (status === 503) reply.header('retry-after', '2');
  return send(reply, status, operationOutcome(refusal));
}

function refusalOf(error: unknown, reply: FastifyReply): Refusal {
  if (error instanceof Refusal) return error;
  const code = error instanceof Error && 'code' in error ? error.code : undefined;
  if (code === 'FST_ERR_CTP_INVALID_MEDIA_TYPE')
    return fhirRefusal(
      'content-type',
      'Envoyez la recherche en application/x-www-form-urlencoded.',
      'Send the search as application/x-www-form-urlencoded.',
      'Content-Type',
    );
  if (code === 'FST_ERR_CTP_BODY_TOO_LARGE')
    return fhirRefusal('too-large', 'La recherche dépasse 64 Kio.', 'The search exceeds 64 KiB.');
  if (typeof code === 'string' && code.startsWith('FST_ERR'))
    return fhirRefusal('bad-request', 'Requête mal formée.', 'Malformed request.');
  reply.log.error({ error: error instanceof Error ? error.stack : String(error) }, 'defect');
  return new Refusal('defect', {
    fr: `Une erreur de Socle empêche de répondre (requête ${reply.request.id}). Signalez-la à l’exploitant.`,
    en: `A defect of Socle prevents an answer (request ${reply.request.id}). Tell the operator.`,
  });
}

function notThere({ method, url }: FastifyRequest): Refusal {
  const readable = method === 'GET' || method === 'HEAD';
  return readable || url.includes('_search')
    ? fhirRefusal(
        'not-supported',
        'L’annuaire sert Practitioner, PractitionerRole et Organization : lecture et recherche.',
        'The directory serves Practitioner, PractitionerRole and Organization: read and search.',
      )
    : fhirRefusal(
        'method',
        'L’annuaire se lit seulement : GET, ou POST vers _search.',
        'The directory is only read: GET, or POST to _search.',
      );
}

/** Refuses a form other than JSON, which the guide alone asks for. */
function asJson(request: FastifyRequest): void {
  const asked = queryOf(request).get('_format') ?? request.headers.accept ?? '*/*';
  if (asked === '' || /json|\*\/\*|application\/\*/i.test(asked)) return;
  throw fhirRefusal(
    'not-acceptable',
    'L’annuaire répond en application/fhir+json.',
    'The directory answers in application/fhir+json.',
    'Accept',
  );
}

function queryOf({ url }: FastifyRequest): URLSearchParams {
  const from = url.indexOf('?');
  return new URLSearchParams(from < 0 ? '' : url.slice(from + 1));
}
