import type { Ask, Told } from '../ask.ts';
import type { RestDesk } from '../desk.ts';
import type { InteractionCode } from '../interactions/interaction.ts';
import type { In, Inputs } from './inputs.ts';

export type Level = 'system' | 'type' | 'instance';

/** One operation: what the CapabilityStatement tells of it, and what answers it. */
export interface Operation {
  /** Without `$`. */
  readonly name: string;
  /** The canonical address of its OperationDefinition. */
  readonly definition: string;
  readonly levels: readonly Level[];
  /** The types on which it is offered; every type when absent. */
  readonly types?: readonly string[];
  /** Only where this interaction is offered, since it needs it. */
  readonly takes?: InteractionCode;
  readonly in: readonly In[];
  /** May the body be this parameter itself, as for `$validate`? */
  readonly bodyIs?: string;
  /** It changes something: a GET is refused. FHIR R4 §3.2.0.1. */
  readonly affectsState?: true;
  /** It is about what the body holds, which a GET has not. */
  readonly needsBody?: true;
  /** Its body may be as large as a Bundle. */
  readonly bigBody?: true;
  /** Only by GET, since its parameters are those of a search. */
  readonly onlyGet?: true;
  /** What of the parameters is read by the operation itself and not here. */
  readonly ownParameters?: true;
  /** The most bytes of its body, where it takes more than a resource. */
  readonly bodyLimit?: number;
  /** Its answer is a file of its own type, whatever `Accept` asks for. */
  readonly ownMedia?: true;
  /** The letters of the SMART scope needed on the type; none: a signed-in caller is enough. */
  readonly letters?: string;
  readonly answer: (asked: AskedOperation) => Promise<Told> | Told;
}

export interface AskedOperation {
  readonly desk: RestDesk;
  readonly ask: Ask;
  readonly inputs: Inputs;
  /** Absent at the level of the system. */
  readonly type?: string;
  /** Present at the level of an instance. */
  readonly id?: string;
}

export const r4 = 'http://hl7.org/fhir/OperationDefinition';
