import type { FastifyReply } from 'fastify';
import { answerTo, fhirRefusal, operationOutcome } from '#fhir';
import { Refusal } from '#kernel';
import type { Told } from './ask.ts';
import { wrongContentType } from './body.ts';
import { bodyLimits } from './limits.ts';
import { methodNotAllowed } from './place.ts';

/** A refusal as it is told: OperationOutcome, status and the headers that go with it. */
export function refusalTold(refusal: Refusal): Told {
  const { status } = answerTo(refusal.code);
  const headers = {
    ...(status === 503 || status === 429 ? { 'retry-after': status === 503 ? '2' : '30' } : {}),
    ...(status === 401 ? { 'www-authenticate': challenge(refusal.code) } : {}),
  };
  return { status, headers, body: operationOutcome(refusal) };
}

/** Source: RFC 6750 §3; RFC 9449 §7.1 for a token bound to a key. */
function challenge(code: string): string {
  if (code === 'signin.token-proof') return 'DPoP realm="Socle", error="invalid_dpop_proof", algs="ES256 EdDSA"';
  return code === 'signin.token-missing' ? 'Bearer realm="Socle"' : 'Bearer realm="Socle", error="invalid_token"';
}

/** Another method answers there. Source: RFC 9110 §15.5.6. */
export function notAllowedTold(allowed: readonly string[]): Told {
  const told = refusalTold(methodNotAllowed(allowed));
  return { ...told, headers: { ...told.headers, allow: allowed.join(', ') } };
}

/** What was thrown as a refusal: a defect is told as such, without its words, and left to the server's log. */
export function refusalOf(error: unknown, reply: FastifyReply): Refusal {
  if (error instanceof Refusal) return error;
  const code = error instanceof Error && 'code' in error ? error.code : undefined;
  if (code === 'FST_ERR_CTP_BODY_TOO_LARGE') return tooLarge();
  if (code === 'FST_ERR_CTP_INVALID_MEDIA_TYPE') return wrongContentType('application/fhir+json, application/fhir+xml');
  if (typeof code === 'string' && code.startsWith('FST_ERR'))
    return fhirRefusal('bad-request', 'Requête mal formée.', 'Malformed request.');
  reply.log.error({ error: error instanceof Error ? error.stack : String(error) }, 'defect');
  return new Refusal('defect', {
    fr: `Une erreur de Socle empêche de répondre (requête ${reply.request.id}). Signalez-la à l’exploitant.`,
    en: `A defect of Socle prevents an answer (request ${reply.request.id}). Tell the operator.`,
  });
}

export function tooLarge(): Refusal {
  const [bundle, resource] = [bodyLimits.bundle, bodyLimits.resource].map((bytes) => bytes / 1024 / 1024);
  return fhirRefusal(
    'too-large',
    `Le corps dépasse la limite : ${bundle} Mio pour un Bundle, ${resource} Mio pour une ressource, 1 Mio pour une recherche.`,
    `The body exceeds the limit: ${bundle} MiB for a Bundle, ${resource} MiB for a resource, 1 MiB for a search.`,
  );
}
