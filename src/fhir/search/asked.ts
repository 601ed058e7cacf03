import { fhirRefusal } from '../refusals.ts';

/** A search as asked: each parameter with its values, in order. */
export type Asked = ReadonlyMap<string, readonly string[]>;

const mostParameters = 60;
const mostCharacters = 4000;

/** Gathers the parameters of a URL and of a form body. Refuses `fhir.too-many-parameters`,
 * `fhir.value-too-long`, `fhir.bad-character`. */
export function askedFrom(...sources: readonly URLSearchParams[]): Asked {
  const asked = new Map<string, string[]>();
  let count = 0;
  for (const source of sources) {
    for (const [name, value] of source) {
      count += 1;
      if (count > mostParameters)
        throw fhirRefusal(
          'too-many-parameters',
          `Au plus ${mostParameters} paramètres.`,
          `${mostParameters} parameters at most.`,
        );
      if (value.length > mostCharacters)
        throw fhirRefusal('value-too-long', 'Valeur de recherche trop longue.', 'Search value too long.', name);
      if (`${name}${value}`.includes('\0'))
        throw fhirRefusal('bad-character', 'Un texte contient le caractère U+0000.', 'A text holds the character U+0000.');
      if (value === '') continue;
      asked.set(name, [...(asked.get(name) ?? []), value]);
    }
  }
  return asked;
}

/** Refuses `fhir.unknown-parameter` for a parameter or modifier that would otherwise be ignored: a typo must never give everything. */
export function refuseUnknown(asked: Asked, known: readonly string[]): void {
  for (const name of asked.keys()) {
    if (known.includes(name)) continue;
    throw fhirRefusal(
      'unknown-parameter',
      `Le paramètre de recherche « ${name.slice(0, 60)} » n’est pas pris en charge. Acceptés : ${known.join(', ')}.`,
      `The search parameter “${name.slice(0, 60)}” is not supported. Accepted: ${known.join(', ')}.`,
      name.slice(0, 60),
    );
  }
}

export interface Token {
  readonly system?: string;
  readonly code: string;
}

/** `code`, `|code`, `system|code`, any of several separated by commas; undefined when the parameter was not asked. */
export function tokens(asked: Asked, name: string): readonly Token[] | undefined {
  const values = asked.get(name);
  if (values === undefined) return undefined;
  if (values.length > 1) throw once(name);
  return (values[0] ?? '').split(',').map((token) => {
    const bar = token.indexOf('|');
    if (bar < 0) return { code: token };
    const system = token.slice(0, bar);
    const code = token.slice(bar + 1);
    if (code === '') throw fhirRefusal('bad-token', 'Un code est attendu après « | ».', 'A code is expected after “|”.', name);
    return system === '' ? { code } : { system, code };
  });
}

export function single(asked: Asked, name: string): string | undefined {
  const values = asked.get(name);
  if (values !== undefined && values.length > 1) throw once(name);
  return values?.[0];
}

/** `_count`: 0 to 200, 50 when not asked. */
export function countOf(asked: Asked): number {
  const value = single(asked, '_count');
  if (value === undefined) return 50;
  if (!/^\d{1,6}$/.test(value)) throw fhirRefusal('bad-count', '_count est un nombre.', '_count is a number.', '_count');
  return Math.min(Number(value), 200);
}

function once(name: string) {
  return fhirRefusal(
    'repeated-parameter',
    `« ${name} » ne peut être donné qu’une fois.`,
    `“${name}” may be given once only.`,
    name,
  );
}
