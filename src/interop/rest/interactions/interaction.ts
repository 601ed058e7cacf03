import type { Ask, Told, Verb } from '../ask.ts';
import type { RestDesk } from '../desk.ts';

/** The codes of FHIR R4 for interactions: TypeRestfulInteraction and SystemRestfulInteraction. */
export type InteractionCode =
  | 'read'
  | 'vread'
  | 'update'
  | 'patch'
  | 'delete'
  | 'history-instance'
  | 'history-type'
  | 'create'
  | 'search-type'
  | 'transaction'
  | 'batch'
  | 'search-system'
  | 'history-system';

/** One interaction at one address. */
export interface Interaction {
  readonly codes: readonly InteractionCode[];
  readonly verb: Verb;
  /** As Fastify writes addresses; `:type` is a resource type. */
  readonly path: string;
  /** The type that the address fixes, where it is no parameter of it. */
  readonly type?: string;
  /** The address carries a search in place of an id. */
  readonly conditional?: true;
  /** Its answer may be a file of its own type, whatever `Accept` asks for. */
  readonly ownMedia?: true;
  /** The letters of the SMART scope needed on the type, or on every type at the level of the system. */
  readonly letters?: string;
  /** Which types it is about is seen in `answer`, which requires the scopes itself. */
  readonly scoped?: true;
  readonly answer: (desk: RestDesk, ask: Ask) => Promise<Told>;
}
