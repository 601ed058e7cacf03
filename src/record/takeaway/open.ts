import { type Json, text } from '#fhir';
import { type Identity, insCodeOf } from '#ins';
import { type Call, type RecordId, unknownId } from '#kernel';
import { type Permit, throughLink } from '#rights';
import { withLinked } from '../linked.ts';
import { lookedAt } from '../lookedAt.ts';
import { type ProfileSources, profileFrom, profileSources } from '../profile/index.ts';
import { resultsOf } from '../series.ts';
import { type Measured, measuresOf, newestKept } from '../seriesOf.ts';
import type { TakeawayDesk } from './desk.ts';
import { everythingOf } from './everything.ts';
import { carnetPaper } from './paper.ts';

/**
 * Both are told as exports, to the person too, and hold what is in the records that this one goes on for, each told in its own log. Both refuse
 * what `rights.decide` refuses, traced, and `id.unknown`.
 */
export interface TakeawayViews {
  /** Profile, last results and list of documents, PDF/A-1a, in French. `zone` is in which it tells the day. */
  paper(call: Call, record: RecordId, zone: string): Promise<Buffer>;
  /** A FHIR Bundle (`collection`) with everything that the caller may see, documents too, piece by piece. */
  everything(call: Call, record: RecordId): Promise<AsyncIterable<string>>;
}

/** Documents that the paper lists, the newest first. */
const mostListed = 1000;

export function openTakeaway(desk: TakeawayDesk): TakeawayViews {
  return {
    paper: (call, record, zone) => paper(desk, call, record, zone),
    async everything(call, record) {
      const records = await withLinked(desk, call, record, async (one, isLinked) => {
        await lookedAt(desk, call, one, () => knownPerson(desk, one));
        // Before the first byte is given: what is on its way can be cut, and was handed over all the same.
        await told(desk, call, one, 'everything', isLinked);
        return one;
      });
      return everythingOf(desk, call, records);
    },
  };
}

interface Part extends ProfileSources {
  readonly identity: Identity;
  readonly measured: Measured;
  /** DocumentReferences. */
  readonly listed: readonly Json[];
}

async function paper(desk: TakeawayDesk, call: Call, record: RecordId, zone: string): Promise<Buffer> {
  const parts = await withLinked(desk, call, record, async (one, isLinked) => {
    const { found } = await lookedAt(desk, call, one, (permit) => partOf(desk, permit));
    await told(desk, call, one, 'paper', isLinked);
    return found;
  });
  const { identity } = parts[0];
  const resources = parts.flatMap((part) => part.resources);
  const documents = parts.flatMap((part) => part.documents);
  const listed = parts.flatMap((part) => part.listed).sort((a, b) => dateOf(b) - dateOf(a));
  const cut = parts.some((part) => part.cut || part.measured.cut) || listed.length >= mostListed;
  return carnetPaper({
    traits: identity.traits,
    code: insCodeOf(identity),
    profile: { lines: profileFrom(resources, documents, call.at.toISOString().slice(0, 10)), cut },
    results: resultsOf(parts.flatMap(({ measured }) => measured.measures).sort(newestKept)),
    documents: listed.slice(0, mostListed),
    cut,
    at: call.at,
    zone,
  });
}

async function partOf(desk: TakeawayDesk, permit: Permit): Promise<Part> {
  const [identity, sources, measured, documents] = await Promise.all([
    knownPerson(desk, permit.record),
    profileSources(desk.fhir, permit),
    measuresOf(desk.fhir, permit),
    desk.fhir.matching(permit, 'DocumentReference', new Map([['status', ['current']]]), mostListed),
  ]);
  return { ...sources, identity, measured, listed: documents.map((body) => JSON.parse(body.toString()) as Json) };
}

const dateOf = ({ date }: Json): number => Date.parse(text(date) ?? '') || 0;

async function knownPerson({ ins }: TakeawayDesk, record: RecordId): Promise<Identity> {
  const identity = await ins.byRecord(record);
  if (identity === undefined) throw unknownId();
  return identity;
}

function told(
  { trace }: TakeawayDesk,
  call: Call,
  record: RecordId,
  what: 'paper' | 'everything',
  isLinked: boolean,
): Promise<unknown> {
  return trace.journal(call, record, { action: 'export', outcome: 'done', detail: { what, ...(isLinked ? throughLink : {}) } });
}
