import type { Json } from '#fhir';
import { type Identity, insCodeOf } from '#ins';
import { type Call, type RecordId, unknownId } from '#kernel';
import { lookedAt } from '../lookedAt.ts';
import { profileOf } from '../profile/index.ts';
import { refusing } from '../refusing.ts';
import { seriesOf } from '../seriesOf.ts';
import type { TakeawayDesk } from './desk.ts';
import { everythingOf } from './everything.ts';
import { carnetPaper } from './paper.ts';

/** Both are told as exports, to the person too. Both refuse what `rights.decide` refuses, traced, and `id.unknown`. */
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
    paper: (call, record, zone) => refusing(desk, call, record, () => paper(desk, call, record, zone)),
    everything: (call, record) =>
      refusing(desk, call, record, async () => {
        await lookedAt(desk, call, record, () => knownPerson(desk, record));
        // Before the first byte is given: what is on its way can be cut, and was handed over all the same.
        await told(desk, call, record, 'everything');
        return everythingOf(desk, call, record);
      }),
  };
}

async function paper(desk: TakeawayDesk, call: Call, record: RecordId, zone: string): Promise<Buffer> {
  const { found } = await lookedAt(desk, call, record, async (permit) => {
    const [identity, profile, results, documents] = await Promise.all([
      knownPerson(desk, record),
      profileOf(desk.fhir, permit),
      seriesOf(desk.fhir, permit, {}),
      desk.fhir.matching(permit, 'DocumentReference', new Map([['status', ['current']]]), mostListed),
    ]);
    return { identity, profile, results, documents: documents.map((body) => JSON.parse(body.toString()) as Json) };
  });
  await told(desk, call, record, 'paper');
  const { identity, profile, results, documents } = found;
  return carnetPaper({
    traits: identity.traits,
    code: insCodeOf(identity),
    profile,
    results: results?.results ?? [],
    documents,
    cut: profile.cut || results?.cut === true || documents.length === mostListed,
    at: call.at,
    zone,
  });
}

async function knownPerson({ ins }: TakeawayDesk, record: RecordId): Promise<Identity> {
  const identity = await ins.byRecord(record);
  if (identity === undefined) throw unknownId();
  return identity;
}

function told({ trace }: TakeawayDesk, call: Call, record: RecordId, what: 'paper' | 'everything'): Promise<unknown> {
  return trace.journal(call, record, { action: 'export', outcome: 'done', detail: { what } });
}
