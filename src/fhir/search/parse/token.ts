import type { Path } from '../expression/path.ts';
import { contactKey, hasSystem } from '../keys/token.ts';
import type { Codes } from '../parameters/parameters.ts';
import type { TokenTest } from '../query.ts';
import { badValue, quoted, unusableParameter } from './refusals.ts';
import { splitAt, unescaped } from './values.ts';

/** `code`, `system|code`, `|code`, `system|`. Refuses `fhir.bad-value`. Source: FHIR R4 §3.1.1.4.10. */
export function tokenTest(value: string, parameter: string, paths: readonly Path[], codes: Codes): TokenTest {
  const [first = '', second, ...more] = splitAt(value, '|').map(unescaped);
  if (more.length > 0 || (first === '' && (second ?? '') === '')) {
    throw badValue(
      parameter,
      'un code est attendu : code, système|code, |code ou système| (« | » dans un code s’écrit « \\| »).',
      'a code is expected: code, system|code, |code or system| (“|” in a code is written “\\|”).',
    );
  }
  if (second === undefined) return { system: undefined, code: codeAsKept(first, paths), implied: true };
  const code = second === '' ? undefined : second;
  return { system: first, code, implied: first !== '' && isImplied(first, code, paths, codes) };
}

/** A telephone number or mail address is compared without what people write into it. */
function codeAsKept(code: string, paths: readonly Path[]): string {
  return paths.length > 0 && paths.every(({ type }) => type === 'ContactPoint') ? contactKey(code) : code;
}

/** Systems of booleans, whose elements have none: what is written about them in R4. */
const booleans = ['http://hl7.org/fhir/special-values', 'http://terminology.hl7.org/CodeSystem/special-values'];

/** An element of type `code` has the system of the value set that it is bound to. */
function isImplied(system: string, code: string | undefined, paths: readonly Path[], codes: Codes): boolean {
  return paths.some(({ type, element }) => {
    if (type === 'boolean') return booleans.includes(system);
    if (hasSystem(type) || element?.binding === undefined) return false;
    for (const one of codes.codesOf(element.binding) ?? [])
      if (one.system === system && (code === undefined || one.code === code)) return true;
    return false;
  });
}

/** `:of-type=system|code|value`, of an identifier. Refuses `fhir.bad-value`. */
export function ofTypeTest(value: string, parameter: string): TokenTest {
  const [system = '', code = '', number = '', ...more] = splitAt(value, '|').map(unescaped);
  if (code === '' || number === '' || more.length > 0) {
    throw badValue(
      parameter,
      'système du type, code du type et valeur sont attendus : système|code|valeur.',
      'system of the type, code of the type and value are expected: system|code|value.',
    );
  }
  return { system: undefined, code: number, implied: false, ofType: { system, code } };
}

/** All codes of a value set, for `:in` and `:not-in`. Refuses `fhir.unusable-parameter` when it cannot be enumerated. */
export function codesIn(valueSet: string, parameter: string, paths: readonly Path[], codes: Codes): readonly TokenTest[] {
  const found = codes.codesOf(valueSet);
  if (found === undefined)
    throw unusableParameter(
      parameter,
      `jeu de valeurs inconnu ou sans fin (${quoted(valueSet)})`,
      `value set unknown or without end (${quoted(valueSet)})`,
    );
  return [...found].map(({ system, code }) => ({
    system,
    code,
    implied: system === undefined || isImplied(system, code, paths, codes),
  }));
}

/** The code itself and those above or below it. Refuses `fhir.bad-value`, `fhir.unusable-parameter`. */
export function codesAround(
  direction: 'above' | 'below',
  value: string,
  parameter: string,
  paths: readonly Path[],
  codes: Codes,
): readonly TokenTest[] {
  const asked = tokenTest(value, parameter, paths, codes);
  const { system, code } = asked;
  if (system === undefined || system === '' || code === undefined)
    throw badValue(parameter, 'système|code est attendu.', 'system|code is expected.');
  const found = direction === 'above' ? codes.above(system, code) : codes.below(system, code);
  if (found === undefined)
    throw unusableParameter(parameter, `hiérarchie inconnue (${quoted(system)})`, `hierarchy unknown (${quoted(system)})`);
  return [asked, ...found.filter((one) => one !== code).map((one) => ({ ...asked, code: one }))];
}
