import type { Actor, Call } from '#kernel';
import type { Act } from './act.ts';

/** Who acted, as kept in a line. A citizen is the record itself: no matricule is ever written. */
export interface Who {
  readonly kind: Actor['kind'];
  readonly id: string;
  readonly name: string;
  readonly profession?: string;
  readonly structure?: { readonly id: string; readonly name: string };
  readonly software?: string;
}

/** A line of the trace as its readers get it. */
export interface TraceLine extends Act {
  readonly seq: number;
  /** ISO 8601, UTC. */
  readonly at: string;
  readonly who: Who;
  readonly request: string;
}

/** The exact text of a line, the one that is hashed. */
export function lineBody(call: Call, act: Act): string {
  return JSON.stringify({ at: call.at.toISOString(), who: who(call.actor), request: call.requestId, ...groundOf(call), ...act });
}

function groundOf(call: Call): Pick<Act, 'ground' | 'reason'> {
  return {
    ...(call.ground === undefined ? {} : { ground: call.ground }),
    ...(call.reason === undefined ? {} : { reason: call.reason }),
  };
}

export function parseLine(seq: number, body: string): TraceLine {
  return { seq, ...(JSON.parse(body) as Omit<TraceLine, 'seq'>) };
}

function who(actor: Actor): Who {
  switch (actor.kind) {
    case 'citizen':
      return { kind: actor.kind, id: actor.record, name: actor.name };
    case 'professional': {
      const { kind, id, name, profession, structure, software } = actor;
      return { kind, id, name, profession, structure, software };
    }
    case 'software':
      return { kind: actor.kind, id: actor.id, name: actor.name, structure: actor.structure };
    case 'operator':
      return { kind: actor.kind, id: actor.id, name: actor.name };
  }
}
