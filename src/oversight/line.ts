import type { Call } from '#kernel';
import type { Act, TraceLine, Who } from '#trace';

/** What the operator is shown of a line of somebody's log: who, when, on what ground, what kind of act; never the title of a document. */
export interface SeenLine {
  readonly seq: number;
  readonly at: string;
  readonly who: Who;
  readonly action: Act['action'];
  readonly outcome: Act['outcome'];
  /** Of what kind the thing was: `DocumentReference`, `Observation`. */
  readonly thing?: string;
  /** Its id; for leaving the line out, shown to nobody. */
  readonly of?: string;
  readonly ground?: string;
  readonly reason?: string;
  /** Not told to those who represent the person. */
  readonly secret?: true;
  /** A ground was declared: of changes of rights, the only one that is told apart. */
  readonly declared?: true;
}

/** What is done about a line that is kept from those who represent the person is kept from them too. */
export function callAbout(call: Call, { secret }: Pick<SeenLine, 'secret'>): Call {
  return secret === true ? { ...call, secret } : call;
}

export function seenLine({ seq, at, who, action, outcome, object, ground, reason, secret, detail }: TraceLine): SeenLine {
  return {
    seq,
    at,
    who,
    action,
    outcome,
    ...(object === undefined ? {} : { thing: object.kind, of: object.id }),
    ...(ground === undefined ? {} : { ground }),
    ...(reason === undefined ? {} : { reason }),
    ...(secret === undefined ? {} : { secret }),
    ...(action === 'rights' && detail?.change === 'declare' ? { declared: true as const } : {}),
  };
}
