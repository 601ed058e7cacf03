import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { Documents } from '#documents';
import { type Call, parseItemId, type RecordId, unknownId } from '#kernel';
import { categoryAsked } from './words.ts';

interface Asked {
  readonly category?: string;
  readonly document?: string | string[];
}

/**
 * `GET …/xdm` of a space: the documents of a record as an IHE_XDM.zip, those named by `document=`, else all current ones, of `category=` if
 * it is given. `who` says for whom, and whose record.
 */
export function archiveRoute<Params>(
  app: FastifyInstance,
  path: string,
  documents: Pick<Documents, 'exportXdm'>,
  who: (request: FastifyRequest<{ Params: Params }>) => Promise<{ call: Call; record: RecordId }>,
): void {
  app.get<{ Params: Params; Querystring: Asked }>(path, async (request, reply) => {
    const { call, record } = await who(request as FastifyRequest<{ Params: Params }>);
    const { category, document = [] } = request.query;
    const ids = Array.isArray(document) ? document : [document];
    for (const id of ids) if (parseItemId(id).record !== record) throw unknownId();
    const bytes = await documents.exportXdm(call, ids.length > 0 ? { ids } : { record, ...categoryAsked(category) });
    return sendArchive(reply, bytes);
  });
}

function sendArchive(reply: FastifyReply, bytes: Buffer): FastifyReply {
  return reply
    .type('application/zip')
    .headers({ 'content-disposition': 'attachment; filename="IHE_XDM.zip"', 'x-content-type-options': 'nosniff' })
    .send(bytes);
}
