import { fhirRefusal } from '../../refusals.ts';
import type { Asked } from '../asked.ts';
import type { Parameter } from '../parameters/parameter.ts';
import type { Include } from '../query.ts';
import type { Ground } from './ground.ts';
import { quoted } from './refusals.ts';

const mostIncludes = 60;

/**
 * `_include` and `_revinclude`: `Type:parameter`, `Type:parameter:Target`, `Type:*`, and `*` for all of the searched types; `:iterate` goes on from
 * what was included. Refuses `fhir.bad-include`. Source: FHIR R4 §3.1.1.5.4.
 */
export function includesOf(
  asked: Asked,
  kind: '_include' | '_revinclude',
  searched: readonly string[] | undefined,
  ground: Ground,
): readonly Include[] {
  const found = ['', ':iterate'].flatMap((modifier) =>
    (asked.get(`${kind}${modifier}`) ?? []).flatMap((value) =>
      value.split(',').flatMap((one) => includeOf(one, kind, modifier !== '', searched, ground)),
    ),
  );
  if (found.length > mostIncludes) {
    throw badInclude(
      kind,
      `au plus ${mostIncludes} paramètres, jokers compris`,
      `${mostIncludes} parameters at most, wildcards included`,
    );
  }
  return found;
}

function includeOf(
  value: string,
  kind: '_include' | '_revinclude',
  iterate: boolean,
  searched: readonly string[] | undefined,
  ground: Ground,
): readonly Include[] {
  if (value === '*' && kind === '_include' && searched !== undefined)
    return searched.flatMap((type) => includeOf(`${type}:*`, kind, iterate, searched, ground));
  const [type = '', code = '', target, ...more] = value.split(':');
  const { parameters, model } = ground;
  if (!model.resources.includes(type) || code === '' || more.length > 0) throw shape(kind, value);
  if (kind === '_include' && !iterate && searched !== undefined && !searched.includes(type)) {
    throw badInclude(
      kind,
      `« ${quoted(value)} » part de ${type}, qui n’est pas cherché ; avec :iterate il partirait de ce qui est joint`,
      `“${quoted(value)}” starts from ${type}, which is not searched; with :iterate it would start from what is included`,
    );
  }
  if (target !== undefined && !model.resources.includes(target)) throw shape(kind, value);
  const references = [...parameters.of(type).values()].filter((one) => one.type === 'reference');
  const chosen =
    code === '*' ? references.filter((one) => reaches(one, kind, searched)) : references.filter((one) => one.code === code);
  if (chosen.length === 0) {
    const names = references.map((one) => one.code).join(', ');
    throw badInclude(
      kind,
      `« ${quoted(value)} » : les références de ${type} sont ${names}`,
      `“${quoted(value)}”: the references of ${type} are ${names}`,
    );
  }
  return chosen.map((parameter) => ({ type, parameter, target, iterate }));
}

/** Of a wildcard in `_revinclude`, what can lead to the searched types. */
function reaches({ targets }: Parameter, kind: string, searched: readonly string[] | undefined): boolean {
  return kind === '_include' || searched === undefined || searched.some((type) => targets.includes(type));
}

function shape(kind: string, value: string) {
  return badInclude(
    kind,
    `« ${quoted(value)} » : Type:paramètre, Type:paramètre:Cible ou Type:* est attendu`,
    `“${quoted(value)}”: Type:parameter, Type:parameter:Target or Type:* is expected`,
  );
}

function badInclude(kind: string, fr: string, en: string) {
  return fhirRefusal('bad-include', `${kind} : ${fr}.`, `${kind}: ${en}.`, kind);
}
