import { isObject, type Json, objects, text } from '#fhir';
import { analyteOfCode, loinc, nameOfCode } from './analytes.ts';

/** A number as it was given. `unit` is a UCUM code, or what was written when it is none; `''` for a bare number. */
export interface Amount {
  readonly value: number;
  readonly unit: string;
  readonly comparator?: string;
}

/** A code by which results are put together. */
export interface Named {
  /** The key of an analyte of the table, `loinc:<code>`, `<system>:<code>` or `text:<words>`. */
  readonly key: string;
  readonly code?: { readonly system: string; readonly code: string };
  readonly label: string;
}

/** One result, as one Observation or one of its components says it. */
export interface Measure {
  readonly named: Named;
  /** `laboratory`, `vital-signs` … of observation-category. */
  readonly category?: string;
  /** As it was written: a day or an instant. */
  readonly at: string;
  readonly amount?: Amount;
  /** What was said where there is no number. */
  readonly words?: string;
  readonly low?: Amount;
  readonly high?: Amount;
  /** The words of a reference range that has no bounds. */
  readonly range?: string;
  /** A code of v3-ObservationInterpretation: `H`, `L`, `N` … */
  readonly interpretation?: string;
  readonly laboratory?: string;
  readonly identifiers: readonly string[];
  readonly observation: string;
  readonly document?: string;
  readonly preliminary: boolean;
  /** When it was kept here, an instant. */
  readonly kept: string;
}

/** HL7 v3 ObservationInterpretationSusceptibility. */
const susceptibility = new Set(['S', 'I', 'R', 'SDD', 'NS', 'SYN-R', 'SYN-S', 'MS', 'VS']);

const unsaid = new Set(['entered-in-error', 'cancelled', 'registered']);

/**
 * The results that an Observation of the record tells: its own and those of its components. None for one that is about somebody or something
 * else (`focus`: a fetus, a donor; an antibiogram is about a germ), was entered in error or cancelled, has no date, or only holds others.
 */
export function measuresIn(observation: Json): readonly Measure[] {
  if (unsaid.has(text(observation.status) ?? '') || objects(observation.focus).length > 0) return [];
  const at = momentOf(observation);
  if (at === undefined) return [];
  const common = {
    at,
    ...categoryOf(observation),
    ...laboratoryOf(observation),
    identifiers: objects(observation.identifier).map(({ system, value }) => `${text(system) ?? ''}|${text(value) ?? ''}`),
    observation: text(observation.id) ?? '',
    ...documentOf(observation),
    preliminary: observation.status === 'preliminary',
    kept: (isObject(observation.meta) ? text(observation.meta.lastUpdated) : undefined) ?? '',
  };
  return [observation, ...objects(observation.component)].flatMap((part) => {
    const said = saidBy(part);
    const named = namedBy(part.code);
    if (said === undefined || named === undefined) return [];
    const band = bandOf(part);
    return susceptibility.has(band.interpretation ?? '') ? [] : [{ named, ...said, ...band, ...common }];
  });
}

function momentOf({ effectiveDateTime, effectiveInstant, effectivePeriod, issued }: Json): string | undefined {
  const period = isObject(effectivePeriod) ? (text(effectivePeriod.end) ?? text(effectivePeriod.start)) : undefined;
  return text(effectiveDateTime) ?? text(effectiveInstant) ?? period ?? text(issued);
}

function namedBy(code: unknown): Named | undefined {
  const concept = isObject(code) ? code : {};
  const codings = objects(concept.coding).flatMap((one) => {
    const own = text(one.code);
    return own === undefined ? [] : [{ system: text(one.system) ?? '', code: own, display: text(one.display) }];
  });
  const first = codings.find(({ system }) => system === loinc) ?? codings[0];
  const words = text(concept.text);
  if (first === undefined) return words === undefined ? undefined : { key: `text:${words.toLowerCase()}`, label: words };
  const { system, code: own, display } = first;
  const analyte = codings.flatMap((one) => (one.system === loinc ? (analyteOfCode(one.code) ?? []) : []))[0];
  const key = analyte?.key ?? (system === loinc ? `loinc:${own}` : `${system}:${own}`);
  return { key, code: { system, code: own }, label: analyte?.name.fr ?? display ?? nameOfCode(own) ?? words ?? own };
}

function saidBy(part: Json): Pick<Measure, 'amount' | 'words'> | undefined {
  const amount = amountOf(part.valueQuantity);
  if (amount !== undefined) return { amount };
  if (typeof part.valueInteger === 'number') return { amount: { value: part.valueInteger, unit: '' } };
  const words = wordsOf(part);
  return words === undefined ? undefined : { words: words.slice(0, 300).toWellFormed() };
}

function wordsOf({ valueString, valueCodeableConcept, valueBoolean, valueRange, valueRatio }: Json): string | undefined {
  if (typeof valueBoolean === 'boolean') return valueBoolean ? 'oui' : 'non';
  if (isObject(valueCodeableConcept)) {
    const [coding] = objects(valueCodeableConcept.coding);
    return text(valueCodeableConcept.text) ?? text(coding?.display) ?? text(coding?.code);
  }
  if (isObject(valueRange)) return between(amountOf(valueRange.low), amountOf(valueRange.high), ' – ');
  if (isObject(valueRatio)) return between(amountOf(valueRatio.numerator), amountOf(valueRatio.denominator), ' / ');
  return text(valueString);
}

function between(first: Amount | undefined, second: Amount | undefined, sign: string): string | undefined {
  const said = [first, second].flatMap((one) => (one === undefined ? [] : `${one.value} ${one.unit}`.trim()));
  return said.length === 0 ? undefined : said.join(sign);
}

export function amountOf(quantity: unknown): Amount | undefined {
  if (!isObject(quantity) || typeof quantity.value !== 'number') return undefined;
  const comparator = text(quantity.comparator);
  const code = quantity.system === 'http://unitsofmeasure.org' ? text(quantity.code) : undefined;
  const unit = code === '1' ? '' : (code ?? text(quantity.unit) ?? '');
  return { value: quantity.value, unit, ...(comparator === undefined ? {} : { comparator }) };
}

/** The band of what is normal: of several the first that says so, or says nothing of its meaning; a critical band is no band of reference. */
function bandOf(part: Json): Pick<Measure, 'low' | 'high' | 'range' | 'interpretation'> {
  const ranges = objects(part.referenceRange).filter(({ type }) => meansNormal(type));
  const band = ranges.find(({ low, high }) => amountOf(low) !== undefined || amountOf(high) !== undefined);
  const [low, high] = [amountOf(band?.low), amountOf(band?.high)];
  const range = band === undefined ? text(ranges[0]?.text) : undefined;
  const [coding] = objects(part.interpretation).flatMap((one) => objects(one.coding));
  const interpretation = text(coding?.code);
  return {
    ...(low === undefined ? {} : { low }),
    ...(high === undefined ? {} : { high }),
    ...(range === undefined ? {} : { range }),
    ...(interpretation === undefined ? {} : { interpretation }),
  };
}

function meansNormal(type: unknown): boolean {
  const codes = isObject(type) ? objects(type.coding).map(({ code }) => code) : [];
  return codes.length === 0 || codes.some((code) => code === 'N' || code === 'normal');
}

function categoryOf({ category }: Json): { readonly category?: string } {
  const [coding] = objects(category).flatMap((one) => objects(one.coding));
  const code = text(coding?.code);
  return code === undefined ? {} : { category: code };
}

function laboratoryOf({ performer }: Json): { readonly laboratory?: string } {
  const all = objects(performer);
  const one =
    all.find(({ type, reference }) => type === 'Organization' || text(reference)?.startsWith('Organization/')) ?? all[0];
  const name = text(one?.display);
  return name === undefined ? {} : { laboratory: name };
}

function documentOf({ meta }: Json): { readonly document?: string } {
  const source = isObject(meta) ? text(meta.source) : undefined;
  const id = source === undefined ? undefined : /^DocumentReference\/([\w-]+)$/.exec(source)?.[1];
  return id === undefined ? {} : { document: id };
}
