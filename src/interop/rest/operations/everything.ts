import { askedFrom } from '#fhir';
import { hexOfRecordId, ownRecord } from '#kernel';
import { requireScope } from '#signin';
import { searchsetOf } from '../interactions/search.ts';
import { resumed } from '../paging.ts';
import { missing } from './inputs.ts';
import { type Operation, r4 } from './operation.ts';

/**
 * Source: FHIR R4, Patient $everything. Of one patient: without an id, of the citizen who asks. `start` and `end` are refused by the
 * engine: which date of a resource is that of its care is not told by R4.
 */
export const everything: Operation = {
  name: 'everything',
  definition: `${r4}/Patient-everything`,
  levels: ['type', 'instance'],
  types: ['Patient'],
  in: [],
  ownParameters: true,
  onlyGet: true,
  async answer({ desk, ask, id }) {
    const own = ownRecord(ask.call);
    const patient = id ?? (own === undefined ? undefined : hexOfRecordId(own));
    if (patient === undefined) throw missing('id');
    const asked = resumed(desk.keys, askedFrom(ask.query));
    const types = asked.get('_type')?.flatMap((list) => list.split(',')) ?? ['*'];
    for (const type of types) requireScope(ask.caller, `${type}.rs`);
    const answer = await desk.fhir.everything(ask.call, patient, asked);
    return { status: 200, body: searchsetOf(desk, `${desk.base}/Patient/${patient}/$everything`, asked, answer) };
  },
};
