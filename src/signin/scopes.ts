import { type Actor, Refusal } from '#kernel';
import type { Caller } from './caller.ts';

type Context = 'patient' | 'user' | 'system';

/** A SMART scope on FHIR resources, as it is understood. */
export interface FhirScope {
  readonly context: Context;
  /** A resource type, or `*`. */
  readonly type: string;
  /** Of `c`, `r`, `u`, `d`, `s`. */
  readonly letters: string;
  /** The search that narrows it, as it was written behind `?`. */
  readonly narrow?: string;
}

const plain = /^(?:(patient|user|system)\/)?(\*|[A-Z][A-Za-z]+)\.(c?r?u?d?s?)$/;
const whole = /^(patient|user|system)\/(\*|[A-Z][A-Za-z]+)\.(read|write|\*|c?r?u?d?s?)(?:\?(.{1,500}))?$/;
/** How the words of SMART 1 are understood. Source: SMART App Launch 2.2 §3.0.2.4, scopes for SMART v1. */
const firstVersion: Readonly<Record<string, string>> = { read: 'rs', write: 'cud', '*': 'cruds' };

/** Undefined for a word that is no scope on FHIR resources. Source: SMART App Launch 2.2 §3.0.2. */
export function parseFhirScope(word: string): FhirScope | undefined {
  const [, context, type = '', written = '', narrow] = whole.exec(word) ?? [];
  const letters = firstVersion[written] ?? written;
  if (context === undefined || letters === '') return undefined;
  return { context: context as Context, type, letters, ...(narrow === undefined ? {} : { narrow }) };
}

/** Whether a word is a SMART scope on FHIR resources, `patient/*.rs`, `user/Observation.crs`, `patient/Condition.read` …, of one of these contexts. */
export function isFhirScope(word: string, ...of: readonly Context[]): boolean {
  const scope = parseFhirScope(word);
  return scope !== undefined && (of.length === 0 || of.includes(scope.context));
}

/** The context in which an actor asks: a person for themself or whom they act for, a professional for their patients, a software for its structure. */
export function contextOf(actor: Actor): Context {
  if (actor.kind === 'citizen' || actor.kind === 'delegate') return 'patient';
  return actor.kind === 'professional' ? 'user' : 'system';
}

/** What `socle token` gives when nothing is asked. */
export function usualScopes(actor: Actor): string[] {
  return [`${contextOf(actor)}/*.cruds`];
}

/**
 * Refuses `signin.scope` unless scopes of the token cover `needed` whole: one narrowed by a search does not, see {@link reachOf}.
 *
 * In: `user/DocumentReference.r`, or `DocumentReference.r` for the caller's own context, or another scope word exactly (`scope_all`).
 * A scope on `*` covers every resource; letters may be spread over several scopes. Does not look at rights.
 *
 * Source: SMART App Launch 2.2 §3.0.2, scopes for requesting FHIR resources.
 */
export function requireScope(caller: Caller, needed: string): void {
  const known = covered.get(caller) ?? new Set();
  if (known.has(needed)) return;
  refuseUncovered(caller, needed);
  covered.set(caller, known.add(needed));
}

/**
 * How far a caller may do one thing (`r` or `s`) with a type: undefined without bounds; else the searches of which a resource meets one at
 * least. Refuses `signin.scope` when they may not at all.
 */
export function reachOf(caller: Caller, type: string, letter: 'r' | 's'): readonly string[] | undefined {
  const context = contextFor(caller);
  const found = scopesOf(caller).filter(
    (scope) => scope.context === context && (scope.type === '*' || scope.type === type) && scope.letters.includes(letter),
  );
  if (found.length === 0) throw missing(`${context}/${type}.${letter}`);
  const narrow = found.flatMap((scope) => scope.narrow ?? []);
  return narrow.length < found.length ? undefined : narrow;
}

/** What the scopes of a caller were found to cover: a caller is the same object as long as their token is known. */
const covered = new WeakMap<Caller, Set<string>>();
const parsed = new WeakMap<Caller, readonly FhirScope[]>();

function scopesOf(caller: Caller): readonly FhirScope[] {
  const found = parsed.get(caller) ?? [...caller.scopes].flatMap((word) => parseFhirScope(word) ?? []);
  parsed.set(caller, found);
  return found;
}

/** An application opened on one patient asks in the context of that patient. */
const contextFor = ({ actor, within }: Caller): Context => (within === undefined ? contextOf(actor) : 'patient');

function refuseUncovered(caller: Caller, needed: string): void {
  const m = plain.exec(needed);
  if (m === null) {
    if (caller.scopes.has(needed)) return;
    throw missing(needed);
  }
  const context = m[1] ?? contextFor(caller);
  const letters = new Set(m[3]);
  for (const scope of scopesOf(caller)) {
    if (scope.narrow !== undefined || scope.context !== context || (scope.type !== '*' && scope.type !== m[2])) continue;
    for (const letter of scope.letters) letters.delete(letter);
  }
  if (letters.size > 0 || m[3] === '') throw missing(`${context}/${m[2]}.${m[3]}`);
}

function missing(scope: string): Refusal {
  return new Refusal(
    'signin.scope',
    {
      fr: `Le jeton d’accès ne porte pas la portée « ${scope} ». Demandez-la à /oidc/token.`,
      en: `The access token does not carry the scope “${scope}”. Ask for it at /oidc/token.`,
    },
    { source: 'SMART App Launch 2.2 §3.0.2' },
  );
}
