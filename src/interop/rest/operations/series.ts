import { hexOfRecordId } from '#kernel';
import type { Point, Results, Series, Words } from '#record';
import { requireScope } from '#signin';
import { isUcum } from '#terminology';
import type { Operation } from './operation.ts';
import { type Out, out, parameters } from './parameters.ts';
import { recordAsked } from './recordAsked.ts';

/**
 * The numeric results of a person over time, one analyte across laboratories, codes and units. Without an id, of the citizen who asks. `analyte`:
 * one of them, by the `key` that the answer gives; `unit`: UCUM, in which to show what can be. The answer is Parameters: for each analyte its
 * `key`, `label`, codes and `series`, each with its `unit` and its `point`s; results without a number are `words`. Socle's own operation.
 */
export const series: Operation = {
  name: 'series',
  definition: 'urn:socle:operation:series',
  levels: ['type', 'instance'],
  types: ['Patient'],
  in: [
    { name: 'analyte', type: 'string' },
    { name: 'unit', type: 'code' },
  ],
  async answer({ desk, ask, inputs, id }) {
    requireScope(ask.caller, 'Observation.rs');
    const record = await recordAsked(desk, ask.call, id);
    const [analyte, unit] = [inputs.text('analyte'), inputs.text('unit')];
    const { results, cut } = await desk.record.series(ask.call, record, {
      ...(analyte === undefined ? {} : { analyte }),
      ...(unit === undefined ? {} : { unit }),
    });
    const subject = { name: 'subject', valueReference: { reference: `Patient/${hexOfRecordId(record)}` } };
    return { status: 200, body: parameters([subject, ...out('cut', 'Boolean', cut || undefined), ...results.map(analyteOf)]) };
  },
};

const part = (name: string, ...parts: readonly (readonly Out[])[]): Out => ({ name, part: parts.flat() });

const analyteOf = ({ key, label, category, codes, series: all, words }: Results): Out =>
  part(
    'analyte',
    out('key', 'String', key),
    out('label', 'String', label),
    out('category', 'Code', category),
    codes.map(({ system, code }) => ({ name: 'code', valueCoding: { ...(system === '' ? {} : { system }), code } })),
    all.map(seriesPart),
    words.map(wordsPart),
  );

const seriesPart = ({ unit, points }: Series): Out =>
  part(
    'series',
    out('unit', 'String', unit === '' ? undefined : unit),
    points.map((point) => pointPart(point, unit)),
  );

function pointPart(point: Point, unit: string): Out {
  const { value, comparator, low, high, given } = point;
  const quantity = (one: number) => ({ value: one, ...quantityUnit(unit) });
  const band = {
    ...(low === undefined ? {} : { low: quantity(low) }),
    ...(high === undefined ? {} : { high: quantity(high) }),
  };
  return part(
    'point',
    out('at', 'DateTime', point.at),
    [{ name: 'value', valueQuantity: { ...(comparator === undefined ? {} : { comparator }), ...quantity(value) } }],
    out('referenceRange', 'Range', low === undefined && high === undefined ? undefined : band),
    out('given', 'Quantity', given === undefined ? undefined : { value: given.value, ...quantityUnit(given.unit) }),
    commonOf(point),
  );
}

const wordsPart = (said: Words): Out =>
  part('words', out('at', 'DateTime', said.at), out('value', 'String', said.words), commonOf(said));

function commonOf({
  range,
  interpretation,
  laboratory,
  observation,
  documents,
  preliminary,
}: Omit<Words, 'words' | 'at'>): Out[] {
  return [
    ...out('rangeText', 'String', range),
    ...out('interpretation', 'Code', interpretation),
    ...out('laboratory', 'String', laboratory),
    ...out('preliminary', 'Boolean', preliminary || undefined),
    { name: 'observation', valueReference: { reference: `Observation/${observation}` } },
    ...documents.map((id) => ({ name: 'document', valueReference: { reference: `DocumentReference/${id}` } })),
  ];
}

/** A unit that is no UCUM is told by its words. */
const quantityUnit = (unit: string) =>
  unit === '' ? {} : { unit, ...(isUcum(unit) ? { system: 'http://unitsofmeasure.org', code: unit } : {}) };
