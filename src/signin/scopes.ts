import { type Actor, Refusal } from '#kernel';
import type { Caller } from './caller.ts';

type Context = 'patient' | 'user' | 'system';
const shape = /^(?:(patient|user|system)\/)?(\*|[A-Z][A-Za-z]+)\.(c?r?u?d?s?)$/;

/** Whether a word is a SMART v2 scope on FHIR resources, `patient/*.rs`, `user/Observation.crs` …, of one of these contexts. */
export function isFhirScope(word: string, ...of: readonly Context[]): boolean {
  const m = shape.exec(word);
  return m?.[1] !== undefined && m[3] !== '' && (of.length === 0 || of.includes(m[1] as Context));
}

/** The context in which an actor asks: a citizen for themself, a professional for their patients, a software for its structure. */
export function contextOf(actor: Actor): Context {
  if (actor.kind === 'citizen') return 'patient';
  return actor.kind === 'professional' ? 'user' : 'system';
}

/** What `socle token` gives when nothing is asked. */
export function usualScopes(actor: Actor): string[] {
  return [`${contextOf(actor)}/*.cruds`];
}

/**
 * Refuses `signin.scope` unless a scope of the token covers `needed`.
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

/** What the scopes of a caller were found to cover: a caller is the same object as long as their token is known. */
const covered = new WeakMap<Caller, Set<string>>();

function refuseUncovered(caller: Caller, needed: string): void {
  const m = shape.exec(needed);
  if (m === null) {
    if (caller.scopes.has(needed)) return;
    throw missing(needed);
  }
  const context = m[1] ?? contextOf(caller.actor);
  const letters = new Set(m[3]);
  for (const scope of caller.scopes) {
    const granted = shape.exec(scope);
    if (granted?.[1] !== context || (granted[2] !== '*' && granted[2] !== m[2])) continue;
    for (const letter of granted[3] ?? '') letters.delete(letter);
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
