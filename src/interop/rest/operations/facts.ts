import { unknownId } from '#kernel';
import { requireScope } from '#signin';
import type { Operation } from './operation.ts';
import { type Out, out } from './parameters.ts';

/**
 * What was drawn from a document: `state`, `ended` (it is no longer in force, and what it gave is gone), `drawn` (when), `model` (the OID of the document model), `count` (resources by type), `left` (what
 * stays in the narrative, by reason), `kept` (each place that does, the first 500), and the resources themselves as `fact`. Socle's own
 * operation; a read of the document for the trace. The scopes must allow every type that is given.
 */
export const facts: Operation = {
  name: 'facts',
  definition: 'urn:socle:operation:facts',
  levels: ['instance'],
  types: ['DocumentReference'],
  in: [],
  onlyGet: true,
  letters: 'r',
  async answer({ desk, ask, id }) {
    if (id === undefined) throw unknownId();
    const { state, stands, drawnAt, result, resources } = await desk.documents.facts(ask.call, id);
    const types = Object.keys(result?.counts.resources ?? {});
    for (const type of types) requireScope(ask.caller, `${type}.rs`);
    const said: Out[] = [
      { name: 'document', valueReference: { reference: `DocumentReference/${id}` } },
      { name: 'state', valueCode: state },
      ...out('ended', 'Boolean', stands ? undefined : true),
      ...out('drawn', 'Instant', drawnAt?.toISOString()),
      ...out('model', 'Uri', result?.model === undefined ? undefined : `urn:oid:${result.model}`),
      ...counted('count', 'type', result?.counts.resources),
      ...counted('left', 'reason', result?.counts.kept),
      ...(result?.kept ?? []).map(({ code, title, reason, at }) => ({
        name: 'kept',
        part: [
          { name: 'reason', valueCode: reason },
          ...out('section', 'Code', code === '' ? undefined : code),
          ...out('title', 'String', title === '' ? undefined : title),
          { name: 'path', valueString: at },
        ],
      })),
    ];
    // The resources leave as they are kept: they are not parsed to be written again.
    const head = JSON.stringify({ resourceType: 'Parameters', parameter: said }).slice(0, -2);
    const given = resources.map((resource) => `,{"name":"fact","resource":${resource}}`);
    return { status: 200, body: `${head}${given.join('')}]}` };
  },
};

function counted(name: string, of: string, counts: Readonly<Record<string, number>> = {}): Out[] {
  const sorted = Object.entries(counts).sort(([a], [b]) => (a < b ? -1 : 1));
  return sorted.map(([key, count]) => ({
    name,
    part: [
      { name: of, valueCode: key },
      { name: 'number', valueInteger: count },
    ],
  }));
}
