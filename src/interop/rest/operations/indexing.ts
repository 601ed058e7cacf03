import type { IndexingStanding, Json, ParameterStanding, Progress } from '#fhir';
import type { Operation } from './operation.ts';
import { type Out, out, parameters } from './parameters.ts';

/**
 * How far what is stored is found by the search parameters that were added: of one of them, or of all with every work in the background.
 * Whoever may read a SearchParameter may ask; of what is stored only numbers are told. Source: none in FHIR R4 (§5.6 says nothing of what
 * was stored before); the operation is our own.
 */
export const indexing: Operation = {
  name: 'indexing',
  definition: 'urn:socle:operation:indexing',
  levels: ['type', 'instance'],
  types: ['SearchParameter'],
  in: [],
  letters: 'r',
  async answer({ desk, ask, id }) {
    if (id === undefined) return { status: 200, body: toldOfAll(await desk.indexing.standing()) };
    const { body } = await desk.fhir.read(ask.call, 'SearchParameter', id);
    const { work, parameter } = await desk.indexing.standingOf(JSON.parse(body) as Json);
    return { status: 200, body: told(parameter.status, [parameter], work === undefined ? [] : [work]) };
  },
};

function toldOfAll({ works, parameters: all }: IndexingStanding): string {
  const statuses = new Set([...works, ...all].map(({ status }) => status));
  return told(statuses.has('running') ? 'running' : statuses.has('waiting') ? 'waiting' : 'done', all, works);
}

function told(status: string, added: readonly ParameterStanding[], works: readonly Progress[]): string {
  return parameters(out('status', 'Code', status), added.map(addedOut), works.map(workOut));
}

function addedOut({ url, code, status, missing }: ParameterStanding): Out {
  const part = [
    ...out('url', 'Uri', url),
    ...out('code', 'Code', code),
    ...out('status', 'Code', status),
    ...missing.flatMap((type) => out('missing', 'Code', type)),
  ];
  return { name: 'parameter', part };
}

function workOut({ kind, status, types, total, processed, failed, startedAt, endedAt }: Progress): Out {
  const part = [
    ...out('kind', 'Code', kind),
    ...out('status', 'Code', status),
    ...types.flatMap((type) => out('type', 'Code', type)),
    // Whole numbers, and decimals all the same: an integer of R4 ends at two thousand millions, a country's resources do not.
    ...out('processed', 'Decimal', processed),
    ...out('total', 'Decimal', total),
    ...out('failed', 'Decimal', failed),
    ...out('started', 'Instant', startedAt.toISOString()),
    ...out('ended', 'Instant', endedAt?.toISOString()),
  ];
  return { name: 'work', part };
}
