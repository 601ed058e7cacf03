import { type Asked, askedFrom, type Parameters } from '#fhir';
import { type Call, Refusal, unknownId } from '#kernel';
import { type Caller, reachOf, requireScope } from '#signin';
import type { Ask } from './ask.ts';
import type { RestDesk } from './desk.ts';

/** Types that other modules answer for: no search of the engine narrows them. */
const answeredElsewhere = new Set(['*', 'AuditEvent', 'Binary', 'List', 'Patient', 'Subscription']);
const mostParameters = 5;
const mostCodes = 20;

/**
 * Whether a scope on a type can be held to this search: parameters of codes, without modifiers, whose values are codes (`category=laboratory`,
 * `code=http://loinc.org|4548-4,http://loinc.org|2345-7`). Anything else is not granted, since it could not be enforced to the letter.
 * Source: SMART App Launch 2.2 §3.0.2.3, finer-grained resource constraints using search parameters.
 */
export function narrowsIn(parameters: Parameters, type: string, query: string): boolean {
  const asked = [...askedFrom(new URLSearchParams(query))];
  const known = parameters.of(type);
  if (answeredElsewhere.has(type) || asked.length === 0 || asked.length > mostParameters) return false;
  return asked.every(([name, values]) => {
    const parameter = known.get(name);
    if (parameter?.type !== 'token' || parameter.unusable !== undefined || parameter.columns.length === 0) return false;
    const codes = values.flatMap((value) => value.split(','));
    return codes.length <= mostCodes && codes.every((code) => /^[^\s"()\\$]{1,200}$/.test(code));
  });
}

/** Searches of which one at least is met, as one `_filter`. */
function filterOf(queries: readonly string[]): string {
  const either = (parts: readonly string[], word: 'and' | 'or'): string =>
    parts.length === 1 ? (parts[0] ?? '') : `(${parts.join(` ${word} `)})`;
  const met = queries.map((query) => {
    const all = [...askedFrom(new URLSearchParams(query))].flatMap(([name, values]) =>
      values.map((value) =>
        either(
          value.split(',').map((code) => `${name} eq ${JSON.stringify(code)}`),
          'or',
        ),
      ),
    );
    return either(all, 'and');
  });
  return either(met, 'or');
}

/** A search of a type held to what the caller's scopes cover. Refuses `signin.scope`. */
export function heldTo(caller: Caller, type: string, asked: Asked): { readonly asked: Asked; readonly narrowed: boolean } {
  const reach = reachOf(caller, type, 's');
  if (reach === undefined) return { asked, narrowed: false };
  return { asked: new Map([...asked, ['_filter', [...(asked.get('_filter') ?? []), filterOf(reach)]]]), narrowed: true };
}

/** Before one resource is read: refuses `signin.scope`, and `id.unknown` for one beyond what a narrowed scope covers. */
export async function requireReach({ fhir }: RestDesk, call: Call, caller: Caller, type: string, id: string): Promise<void> {
  const reach = reachOf(caller, type, 'r');
  if (reach === undefined) return;
  const asked: Asked = new Map([
    ['_id', [id]],
    ['_filter', [filterOf(reach)]],
  ]);
  const { matches } = await fhir.search(call, { type }, asked, {});
  if (!matches.some((one) => one.id === id)) throw unknownId();
}

/**
 * What an application asks about by way of another type, it must be allowed to search too: else it would learn by what is found. Refuses
 * `signin.scope`, and `signin.not-for-apps` for a `_filter` that leads from one type to another.
 */
export function requireChained(
  { parameters }: Pick<RestDesk, 'parameters'>,
  { caller }: Pick<Ask, 'caller'>,
  type: string,
  asked: Asked,
): void {
  if (caller.grant === undefined) return;
  for (const [name, values] of asked) {
    if (name.startsWith('_has:'))
      refuseUnlessSearched(
        caller,
        [...name.matchAll(/_has:([A-Za-z]+):/g)].map(([, of = '']) => of),
      );
    else if (name.includes('.') && !ofPatient.test(name)) chained(parameters, caller, type, name.split('.').slice(0, -1));
    else if (name === '_filter' && values.some((value) => /[\w\]]\.[a-z_]/.test(value.replaceAll(/"(?:[^"\\]|\\.)*"/g, '""'))))
      throw noChainInFilter();
  }
}

/** Whose a thing is, by an identifier, is what every search of a person begins with. */
const ofPatient = /^(patient|subject)(:Patient)?\.identifier$/;

function chained(parameters: Parameters, caller: Caller, type: string, steps: readonly string[]): void {
  let from: readonly string[] = [type];
  for (const step of steps) {
    const [code = '', only] = step.split(':');
    from = only === undefined ? from.flatMap((one) => parameters.of(one).get(code)?.targets ?? []) : [only];
    refuseUnlessSearched(caller, from);
  }
}

function refuseUnlessSearched(caller: Caller, types: readonly string[]): void {
  for (const type of new Set(types)) requireScope(caller, `${type}.s`);
}

function noChainInFilter() {
  return notForApps(
    'Une application n’enchaîne pas les types dans _filter : cherchez chaque type à son adresse.',
    'An application does not chain types in _filter: search each type at its own address.',
    '_filter',
  );
}

/** What no application does that a person allowed, whatever its scopes. */
export function notForApps(fr: string, en: string, at?: string): Refusal {
  return new Refusal(
    'signin.not-for-apps',
    { fr, en },
    { source: 'SMART App Launch 2.2 §3.0.2', ...(at === undefined ? {} : { at }) },
  );
}

/** A subscription would go on after the person has cut the application, and tell what others of theirs were promised. Refuses `signin.not-for-apps`. */
export function refuseSubscriptions(type: string, { grant }: Caller): void {
  if (type !== 'Subscription' || grant === undefined) return;
  throw notForApps(
    'Une application autorisée par une personne ne s’abonne pas : elle relit ce qui l’intéresse.',
    'An application that a person allowed does not subscribe: it reads again what it is interested in.',
  );
}
