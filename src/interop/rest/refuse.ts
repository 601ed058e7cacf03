import type { FastifyReply } from 'fastify';
import { answerTo, fhirRefusal, operationOutcome } from '#fhir';
import { Refusal } from '#kernel';

/** A refusal as OperationOutcome with its status; a defect is told as such, without its words, and left to the server's log. */
export function answerRefusal(error: unknown, reply: FastifyReply): FastifyReply {
  const refusal = error instanceof Refusal ? error : foreign(error, reply);
  const { status } = answerTo(refusal.code);
  if (status === 503) reply.header('retry-after', '2');
  if (status === 401) reply.header('www-authenticate', 'Bearer realm="Socle"');
  return reply.code(status).type('application/fhir+json; charset=utf-8').send(operationOutcome(refusal));
}

function foreign(error: unknown, reply: FastifyReply): Refusal {
  const code = error instanceof Error && 'code' in error ? error.code : undefined;
  if (code === 'FST_ERR_CTP_BODY_TOO_LARGE')
    return fhirRefusal('too-large', 'Le corps dépasse la limite.', 'The body exceeds the limit.');
  if (code === 'FST_ERR_CTP_INVALID_MEDIA_TYPE') {
    return fhirRefusal(
      'content-type',
      'Corps attendu : application/fhir+json.',
      'Expected body: application/fhir+json.',
      'Content-Type',
    );
  }
  if (typeof code === 'string' && code.startsWith('FST_ERR'))
    return fhirRefusal('bad-request', 'Requête mal formée.', 'Malformed request.');
  reply.log.error({ error: error instanceof Error ? error.stack : String(error) }, 'defect');
  return new Refusal('defect', {
    fr: `Une erreur de Socle empêche de répondre (requête ${reply.request.id}). Signalez-la à l’exploitant.`,
    en: `A defect of Socle prevents an answer (request ${reply.request.id}). Tell the operator.`,
  });
}
