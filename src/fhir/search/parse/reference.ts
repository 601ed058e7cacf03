import { typeInAddress } from '../keys/reference.ts';
import type { Parameter } from '../parameters/parameter.ts';
import { badValue } from './refusals.ts';

const id = /^[A-Za-z0-9\-.]{1,64}$/;
const address = /^[a-z][a-z0-9+.-]*:/i;

/** What says where a reference may lead. */
type Leading = Pick<Parameter, 'code' | 'columns' | 'targets'>;

/**
 * The references that a value stands for: `12` under every type that the parameter leads to, `Patient/12`, a whole address; a version is left out.
 * With `:Patient` only an id or a reference to that type. Refuses `fhir.bad-value`. Source: FHIR R4 §3.1.1.4.12.
 */
export function referencesOf(value: string, parameter: Leading, type: string | undefined, base: string): readonly string[] {
  const whole = value.replace(/\/_history\/[^/]*$/, '');
  const text = whole.startsWith(`${base}/`) ? whole.slice(base.length + 1) : whole;
  const allowed = onlyTypes(parameter, type);
  if (id.test(text) && allowed !== undefined) return allowed.map((one) => `${one}/${text}`);
  const named = typeInAddress(text);
  if (named === undefined && !address.test(text)) {
    throw badValue(
      parameter.code,
      'une référence est attendue : identifiant, Type/identifiant ou adresse complète.',
      'a reference is expected: an id, Type/id or a whole address.',
    );
  }
  if (named !== undefined && type !== undefined && named !== type) {
    throw badValue(parameter.code, `une référence à ${type} est attendue.`, `a reference to ${type} is expected.`);
  }
  // `patient` never leads to what is no Patient, though its column may.
  const kept = parameter.columns.length === 0 || parameter.columns.some(({ only }) => only === undefined || only === named);
  return kept ? [text] : [];
}

/** Undefined: the parameter does not say; an id alone then means nothing. */
export function onlyTypes(parameter: Leading, type: string | undefined): readonly string[] | undefined {
  if (type !== undefined) return [type];
  const only = parameter.columns.flatMap((use) => use.only ?? []);
  if (only.length > 0 && only.length === parameter.columns.length) return only;
  return parameter.targets.length === 0 ? undefined : parameter.targets;
}
