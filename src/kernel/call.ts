import type { RecordId } from './id.ts';

/** A structure as it travels with an actor: `id` is the national identifier with its prefix (FINESS `1` + 9 digits). */
export interface StructureRef {
  readonly id: string;
  readonly name: string;
}

/** An application that acts for somebody who allowed it, by its client id. */
export interface AppRef {
  readonly id: string;
  readonly name: string;
}

/** The person themself, in their own record. */
export interface Citizen {
  readonly kind: 'citizen';
  readonly record: RecordId;
  readonly name: string;
  /** The application through which they ask; absent in the spaces of Socle. */
  readonly app?: AppRef;
}

/** A person signed in as themself who acts in the record of another: what for, and until when, is told by the mandate kept in that record. */
export interface Delegate {
  readonly kind: 'delegate';
  /** Their own record: who they are. */
  readonly id: RecordId;
  readonly name: string;
  /** The record they act in. */
  readonly record: RecordId;
  /** The application through which they ask, as of a {@link Citizen}. */
  readonly app?: AppRef;
}

/** Somebody without an account, who opens what a person handed over by a link. */
export interface Guest {
  readonly kind: 'guest';
  /** The link, by an id that opens nothing. */
  readonly id: string;
  /** What they say they are; nothing proves it. */
  readonly name: string;
}

/** A professional signed in by a Pro Santé Connect shaped sign-in. */
export interface Professional {
  readonly kind: 'professional';
  /** National identifier, prefix included: `8` + RPPS (11 digits). */
  readonly id: string;
  readonly name: string;
  /** TRE_G15 profession code, e.g. `10` for a physician, `60` for a nurse. */
  readonly profession: string;
  readonly structure: StructureRef;
  /** The software used, as its client id. */
  readonly software: string;
}

/** A depositing software, authenticated by client credentials in the name of one structure. */
export interface Software {
  readonly kind: 'software';
  readonly id: string;
  readonly name: string;
  readonly structure: StructureRef;
}

/** Socle itself (start-up, jobs) or its operator at the command line. */
export interface Operator {
  readonly kind: 'operator';
  readonly id: string;
  readonly name: string;
}

export type Actor = Citizen | Delegate | Professional | Software | Operator | Guest;

/** On what ground a professional looks at a record; TRE_R248 names the two exceptional modes. */
export const grounds = ['equipe_de_soins', 'consentement', 'bris_de_glace', 'centre_15'] as const;
export type Ground = (typeof grounds)[number];

export function isGround(text: unknown): text is Ground {
  return grounds.includes(text as Ground);
}

/** Who asks, and when: handed down every walk. `at` is the one clock reading of the act. */
export interface Call {
  readonly actor: Actor;
  readonly at: Date;
  /** The ground declared with the call itself (token or form); a ground declared earlier is found by `rights`. */
  readonly ground?: Ground;
  /** Why, in the professional's words; required for bris de glace. */
  readonly reason?: string;
  /** Connexion secrète: asked by a minor; what happens under it is not told to those who represent them. */
  readonly secret?: boolean;
  /** The one record that may be touched: that of the patient on whom an application was opened. */
  readonly within?: RecordId;
  /** Ties the lines of one request together in the trace and in the server's log. */
  readonly requestId: string;
}

/** The record that an actor means who names none: their own, or that of whom they act for; a professional's open patient is a matter of the call. */
export function ownRecord({ actor, within }: Pick<Call, 'actor' | 'within'>): RecordId | undefined {
  return actor.kind === 'citizen' || actor.kind === 'delegate' ? actor.record : within;
}

/** A person who looks at their own record in a space of Socle: what an application looks at for them is told. */
export function isThemself(actor: Actor): boolean {
  return actor.kind === 'citizen' && actor.app === undefined;
}

/** The stable identifier of an actor in the trace: who, without a matricule. */
export function actorId(actor: Actor): string {
  return actor.kind === 'citizen' ? actor.record : actor.id;
}
