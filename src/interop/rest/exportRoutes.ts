import type { Ask, Told } from './ask.ts';
import type { RestDesk } from './desk.ts';
import { informed } from './outcome.ts';
import type { Route } from './serve.ts';

/**
 * What follows the kick-off of an export: its status and manifest, its files, its end. Whoever asked for it, and nobody else.
 * Source: Bulk Data Access 2.0.0.
 */
export const exportRoutes: readonly Route[] = [
  { verb: 'GET', path: '/$export/:id', bodyLimit: 1024, serve: status },
  { verb: 'DELETE', path: '/$export/:id', bodyLimit: 1024, serve: cancel },
  { verb: 'GET', path: '/$export/:id/:file', bodyLimit: 1024, serve: file },
];

const pauseSeconds = '2';

async function status({ exports }: RestDesk, { call, place: { id = '' } }: Ask): Promise<Told> {
  const found = await exports.status(call, id);
  switch (found.status) {
    case 'running':
      return { status: 202, headers: { 'x-progress': found.progress, 'retry-after': pauseSeconds } };
    case 'failed':
      return { status: 500, body: informed('L’export a échoué : relancez-le.', found.message, 'exception', 'error') };
    case 'done':
      return {
        status: 200,
        raw: { type: 'application/json; charset=utf-8', content: found.manifest },
        headers: { expires: found.expires.toUTCString() },
      };
  }
}

async function cancel({ exports }: RestDesk, { call, place: { id = '' } }: Ask): Promise<Told> {
  await exports.cancel(call, id);
  return {
    status: 202,
    body: informed('Export annulé ; ses fichiers sont supprimés.', 'Export cancelled; its files are removed.'),
  };
}

async function file({ exports }: RestDesk, { call, place: { id = '', file: name = '' } }: Ask): Promise<Told> {
  return { status: 200, raw: { type: 'application/fhir+ndjson', content: await exports.file(call, id, name) } };
}
