import type { Shown } from '#fhir';
import { type Call, hexOfRecordId, type RecordId, Refusal } from '#kernel';
import { lookedAt } from '../lookedAt.ts';
import type { TakeawayDesk } from './desk.ts';

/** Resources read at a time, and documents whose bytes are in memory at once. */
const page = '200';

/**
 * A Bundle (`collection`) of everything that the caller may see of these records of one person, as `Patient/$everything` gives each, every
 * document followed by its bytes as a Binary. What is in a linked record names the Patient of that record, which is there too and says by its
 * `link` that the first one goes on for it: as searches do. Each page is decided anew: what is hidden or stopped meanwhile is not given. Piece
 * by piece: a whole record is never in memory. Source: FHIR R4, Bundle; Patient $everything, Patient.link.
 */
export async function* everythingOf(
  desk: TakeawayDesk,
  call: Call,
  [record, ...linked]: readonly [RecordId, ...RecordId[]],
): AsyncGenerator<string> {
  yield `{"resourceType":"Bundle","type":"collection","timestamp":"${call.at.toISOString()}","entry":[`;
  const shared = new Set<string>();
  let first = true;
  for await (const entry of entriesOf(desk, call, record, false, shared)) {
    yield first ? entry : `,${entry}`;
    first = false;
  }
  for (const one of linked) for await (const entry of linkedEntries(desk, call, one, shared)) yield `,${entry}`;
  yield ']}';
}

/** What is refused meanwhile ends that record; it was told in its log by who threw it. */
async function* linkedEntries(desk: TakeawayDesk, call: Call, record: RecordId, shared: Set<string>): AsyncGenerator<string> {
  try {
    yield* entriesOf(desk, call, record, true, shared);
  } catch (error) {
    if (!(error instanceof Refusal && error.code.startsWith('rights.'))) throw error;
  }
}

/** `shared`: what was given already of what several things refer to. */
async function* entriesOf(
  desk: TakeawayDesk,
  call: Call,
  record: RecordId,
  isLinked: boolean,
  shared: Set<string>,
): AsyncGenerator<string> {
  let next: string | undefined;
  do {
    const asked = new Map([['_count', [page]], ...(next === undefined ? [] : [['page', [next]] as const])]);
    const found = await desk.fhir.everything(call, hexOfRecordId(record), asked, isLinked);
    const named = found.included.filter(({ type, id }) => !shared.has(`${type}/${id}`));
    for (const { type, id } of named) shared.add(`${type}/${id}`);
    for (const one of [...found.matches, ...named]) yield entryOf(one.type, one.id, one.body.toString());
    yield* binariesOf(desk, call, record, found.matches);
    next = found.next;
  } while (next !== undefined);
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
