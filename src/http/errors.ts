import type { FastifyReply } from 'fastify';
import { answerTo } from '#fhir';
import { Refusal } from '#kernel';

/** A refusal as the web spaces read it: code, sentence in both languages, place. A defect is told without its words. */
export function refuseJson(error: unknown, reply: FastifyReply): FastifyReply {
  const refusal = error instanceof Refusal ? error : foreign(error, reply);
  const { status } = answerTo(refusal.code);
  if (status === 503) reply.header('retry-after', '2');
  const { code, sentence, at } = refusal;
  return reply
    .code(status)
    .type('application/json; charset=utf-8')
    .header('cache-control', 'no-store')
    .send(JSON.stringify({ code, sentence, ...(at === undefined ? {} : { at }) }));
}

function foreign(error: unknown, reply: FastifyReply): Refusal {
  const code = error instanceof Error && 'code' in error ? error.code : undefined;
  if (code === 'FST_ERR_CTP_BODY_TOO_LARGE') {
    return new Refusal('http.too-large', { fr: 'L’envoi dépasse la limite.', en: 'What was sent exceeds the limit.' });
  }
  if (error instanceof SyntaxError || (typeof code === 'string' && code.startsWith('FST_ERR'))) {
    return new Refusal('http.malformed', { fr: 'La demande est mal formée.', en: 'The request is malformed.' });
  }
  reply.log.error({ error: error instanceof Error ? error.stack : String(error) }, 'defect');
  return new Refusal('defect', {
    fr: `Une erreur de Socle empêche de répondre (demande ${reply.request.id}). Signalez-la à l’exploitant.`,
    en: `A defect of Socle prevents an answer (request ${reply.request.id}). Tell the operator.`,
  });
}

export function notFound(): Refusal {
  return new Refusal('http.not-found', { fr: 'Cette adresse n’existe pas.', en: 'This address does not exist.' });
}
