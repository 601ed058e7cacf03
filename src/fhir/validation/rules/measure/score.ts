import { isObject, type Json, objects, text } from '../../../json.ts';
import type { Issue } from '../../issue.ts';
import { error, warning } from '../issues.ts';

const rule = 'measure-score';

/**
 * The score of a group by Measure.scoring: none for a cohort or a data collection; for a proportion a number from 0 to 1 without unit; for a
 * ratio or a continuous variable a number. Source: FHIR R4 §9.13, value set measure-scoring; §9.14, MeasureReport.group.measureScore.
 */
export function* measureScore(group: Json, measure: Json, report: Json, at: string): Iterable<Issue> {
  const scoring = isObject(measure.scoring) ? text(objects(measure.scoring.coding)[0]?.code) : undefined;
  const score = isObject(group.measureScore) ? group.measureScore : undefined;
  const here = `${at}.measureScore`;
  if (report.type === 'data-collection') {
    if (score !== undefined) yield error(rule, 'business-rule', here, 'A data collection has no score');
  } else if (scoring === 'cohort') {
    if (score !== undefined)
      yield error(rule, 'business-rule', here, 'There is no score when the scoring of the measure is cohort');
  } else if (scoring === 'proportion' || scoring === 'ratio' || scoring === 'continuous-variable') {
    if (score === undefined) {
      const tell = report.status === 'complete' ? error : warning;
      yield tell(rule, 'required', at, `A score is required when the scoring of the measure is ${scoring}`);
    } else yield* value(score, scoring, here);
  }
}

function* value(score: Json, scoring: string, at: string): Iterable<Issue> {
  const number = score.value;
  if (typeof number !== 'number') {
    // an extension may say what kind of score stands instead
    if (score.extension === undefined) yield error(rule, 'required', at, `The score of a ${scoring} has a value`);
    return;
  }
  if (scoring !== 'proportion') return;
  if (number < 0 || number > 1) yield error(rule, 'value', at, `The score of a proportion is between 0 and 1, not ${number}`);
  if (score.unit !== undefined || score.code !== undefined)
    yield error(rule, 'value', at, 'The score of a proportion has no unit');
}
