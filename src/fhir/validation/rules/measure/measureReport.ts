import { isObject, type Json, objects, text } from '../../../json.ts';
import type { Issue } from '../../issue.ts';
import { findDefinition } from '../definitions.ts';
import { codingText, indexed } from '../elements.ts';
import { error, warning } from '../issues.ts';
import type { Rule } from '../rule.ts';
import { measureScore } from './score.ts';

const rule = 'measure-report';

/**
 * A report against its Measure: the groups, populations and stratifiers of the one are those of the other, told by their codes (one alone needs
 * none); each group has the score that the measure's scoring asks for; subjects are listed in a subject list only, as many as counted.
 *
 * Source: FHIR R4 §9.14, MeasureReport.group; §9.13, Measure.scoring.
 */
export const measureReport: Rule = function* (focus) {
  const { resource, at } = focus;
  const canonical = text(resource.measure);
  if (canonical === undefined) return;
  const measure = findDefinition('Measure', canonical, focus);
  if (measure === undefined) {
    yield warning(rule, 'not-found', at, `The Measure '${canonical}' is not known here, so the report was not compared with it`);
    return;
  }
  if (objects(measure.group).length === 0) return;
  yield* matched(resource, measure, 'group', at, resource, function* (own, defined, here) {
    yield* matched(own, defined, 'population', here, resource, (population, _, place) =>
      populationRules(population, resource, place),
    );
    yield* measureScore(own, measure, resource, here);
    yield* matched(own, defined, 'stratifier', here, resource, () => []);
  });
};

type Inside = (own: Json, defined: Json, at: string) => Iterable<Issue>;

/** Pairs what the report lists with what the measure defines, by code, and goes into each pair. */
function* matched(holder: Json, definition: Json, name: string, at: string, report: Json, inside: Inside): Iterable<Issue> {
  const own = indexed(holder[name]);
  const defined = objects(definition[name]);
  const alone = own.length === 1 && defined.length === 1 ? defined[0] : undefined;
  const byCode = new Map(defined.toReversed().flatMap((one) => keysOf(one.code).map((key) => [key, one] as const)));
  const found = new Set<Json>();
  for (const [i, one] of own) {
    const here = `${at}.${name}[${i}]`;
    const match =
      one.code === undefined
        ? alone
        : keysOf(one.code)
            .map((key) => byCode.get(key))
            .find(isObject);
    if (match === undefined && one.code === undefined) {
      yield error(rule, 'business-rule', here, `The ${name} needs a code that matches one of the measure's`);
    } else if (match === undefined) {
      yield error(rule, 'business-rule', here, `The code of this ${name} (${codeText(one.code)}) has no match in the measure`);
    } else if (found.has(match)) {
      yield error(rule, 'duplicate', here, `The code of this ${name} is that of another one`);
    } else {
      found.add(match);
      yield* inside(one, match, here);
    }
  }
  if (report.type === 'data-collection') return;
  for (const one of defined) {
    if (found.has(one) || isObservation(one.code)) continue;
    yield error(
      rule,
      'business-rule',
      at,
      `The report has no ${name} for the ${name} '${codeText(one.code) || (one.id ?? '')}' of the measure`,
    );
  }
}

const codings = (code: unknown): readonly Json[] =>
  (Array.isArray(code) ? code.filter(isObject) : [code].filter(isObject)).flatMap((one) => objects(one.coding));
const codeText = (code: unknown): string => codings(code).map(codingText).join(', ');

/** What two codes are compared by: each coding, or the text when there is none. The code of a stratifier in a report is a list. */
function keysOf(code: unknown): readonly string[] {
  const own = codings(code).map(codingText);
  return own.length > 0 || !isObject(code) || typeof code.text !== 'string' ? own : [code.text];
}

/** Observations are counted one by one and have no population of their own. */
const isObservation = (code: unknown): boolean => codings(code).some((one) => one.code === 'measure-observation');

function* populationRules(population: Json, report: Json, at: string): Iterable<Issue> {
  if (report.type === 'subject-list') return;
  if (population.subjectResults !== undefined) {
    yield error(rule, 'business-rule', at, "Reports of a type other than 'subject-list' do not list subjects");
  }
  if (population.count === undefined) yield warning(rule, 'business-rule', at, 'The population should have a count');
}
