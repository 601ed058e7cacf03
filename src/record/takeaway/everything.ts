import type { Shown } from '#fhir';
import { type Call, hexOfRecordId, type RecordId } from '#kernel';
import { lookedAt } from '../lookedAt.ts';
import type { TakeawayDesk } from './desk.ts';

/** Resources read at a time, and documents whose bytes are in memory at once. */
const page = '200';

/**
 * A Bundle (`collection`) of everything that the caller may see of a record, as `Patient/$everything` gives it, each document followed by its
 * bytes as a Binary. Each page is decided anew: what is hidden or stopped meanwhile is not given. Piece by piece: a whole record is never in
 * memory. Source: FHIR R4, Bundle; Patient $everything.
 */
export async function* everythingOf(desk: TakeawayDesk, call: Call, record: RecordId): AsyncGenerator<string> {
  yield `{"resourceType":"Bundle","type":"collection","timestamp":"${call.at.toISOString()}","entry":[`;
  let first = true;
  let next: string | undefined;
  const shared = new Set<string>();
  do {
    const asked = new Map([['_count', [page]], ...(next === undefined ? [] : [['page', [next]] as const])]);
    const found = await desk.fhir.everything(call, hexOfRecordId(record), asked);
    const named = found.included.filter(({ type, id }) => !shared.has(`${type}/${id}`));
    for (const { type, id } of named) shared.add(`${type}/${id}`);
    for (const one of [...found.matches, ...named]) {
      yield `${first ? '' : ','}${entryOf(one.type, one.id, one.body.toString())}`;
      first = false;
    }
    for await (const binary of binariesOf(desk, call, record, found.matches)) yield `,${binary}`;
    next = found.next;
  } while (next !== undefined);
  yield ']}';
}

/** One after the other: a document may weigh 20 MiB. */
async function* binariesOf(desk: TakeawayDesk, call: Call, record: RecordId, matches: readonly Shown[]): AsyncGenerator<string> {
  const ids = matches.filter(({ type }) => type === 'DocumentReference').map(({ id }) => id);
  const { found } = await lookedAt(desk, call, record, (permit) => desk.documents.chosen(permit, ids));
  for (const { id, mediaType, bytes } of found) {
    const data = (await bytes()).toString('base64');
    yield entryOf('Binary', id, JSON.stringify({ resourceType: 'Binary', id, contentType: mediaType, data }));
  }
}

/** Relative references inside resources lead to these addresses. */
function entryOf(type: string, id: string, body: string): string {
  return `{"fullUrl":"https://socle.invalid/fhir/${type}/${id}","resource":${body}}`;
}
