import { requireScope } from '#signin';
import type { Operation } from './operation.ts';
import { recordAsked } from './recordAsked.ts';

/**
 * The International Patient Summary of a person now, a document Bundle; without an id, of the citizen who asks. Without what the person hides from
 * professionals. Source: HL7 IPS, OperationDefinition summary; its parameters `profile` and `graph` are not taken.
 */
export const summary: Operation = {
  name: 'summary',
  definition: 'http://hl7.org/fhir/uv/ips/OperationDefinition/summary',
  levels: ['type', 'instance'],
  types: ['Patient'],
  in: [],
  async answer({ desk, ask, id }) {
    requireScope(ask.caller, '*.rs');
    const bundle = await desk.record.summary.ips(ask.call, await recordAsked(desk, ask.call, id));
    return { status: 200, body: JSON.stringify(bundle) };
  },
};
