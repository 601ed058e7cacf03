import { attributeOf, childOf, childrenOf, type XmlElement } from '#xml';
import { conceptOf } from './coded.ts';
import type { Place } from './draft.ts';
import type { Fields } from './extraction.ts';
import { allTaken } from './missed.ts';
import { saidBy } from './narrative.ts';
import { quantityOf, rangeOf, ratioOf } from './quantity.ts';
import { moodOf, statementsIn, textIn } from './related.ts';
import { periodOf } from './time.ts';
import { typeOf } from './value.ts';

/** Units of time that a FHIR Timing takes. */
const timeUnits: ReadonlySet<string> = new Set(['s', 'min', 'h', 'd', 'wk', 'mo', 'a']);
/** TimingEvent of HL7 v3, whose codes event-timing of FHIR takes over. */
const events: ReadonlySet<string> = new Set('HS WAKE C CM CD CV AC ACM ACD ACV PC PCM PCD PCV'.split(' '));

/**
 * How a medicine is taken: one Dosage for each administration programme inside (structured dosage), in their order, else one for the
 * statement itself. Periods (PIVL), events (EIVL) and what both hold together (SXPR) go to `timing`, dose and rate to `doseAndRate`, what the
 * narrative says of it to `text`. Empty when nothing is said.
 */
export function dosagesOf(statement: XmlElement, place: Place): Fields[] {
  const programmes = allTaken(statementsIn(statement, 'substanceAdministration').filter(isProgramme));
  const own = dosageOf(statement, place);
  if (programmes.length === 0) return own === undefined ? [] : [own];
  return programmes.flatMap((programme, rank) => {
    const dosage = dosageOf(programme, place);
    const { route, site, maxDosePerPeriod } = own ?? {};
    const text = textIn(programme, place);
    return dosage === undefined && text === undefined
      ? []
      : [{ sequence: rank + 1, text, route, site, maxDosePerPeriod, ...dosage }];
  });
}

/** A programme of the same medicine: an item of prescription that is only named has the code of an item. */
const isProgramme = (inner: XmlElement) => childOf(inner, 'code') === undefined && moodOf(inner) !== 'RQO';

function dosageOf(statement: XmlElement, place: Place): Fields | undefined {
  const { narrative } = place;
  const times = childrenOf(statement, 'effectiveTime').flatMap((time) =>
    typeOf(time) === 'SXPR_TS' ? childrenOf(time, 'comp') : [time],
  );
  const repeat = repeatOf(times);
  const said = times.flatMap((time) => saidBy(childOf(time, 'period', 'translation', 'originalText'), narrative) ?? []);
  const condition = childOf(statement, 'precondition', 'criterion');
  const asNeeded =
    condition && (saidBy(childOf(condition, 'text'), narrative) ?? conceptOf(childOf(condition, 'value'), narrative)?.text);
  const dose = doseOf(childOf(statement, 'doseQuantity'), 'dose');
  const rate = doseOf(childOf(statement, 'rateQuantity'), 'rate');
  const fields = {
    ...(said.length > 0 && { text: said.join(' ; ') }),
    ...(asNeeded !== undefined && { asNeededCodeableConcept: { text: asNeeded } }),
    ...present('route', conceptOf(childOf(statement, 'routeCode'), narrative)),
    ...present('site', conceptOf(childOf(statement, 'approachSiteCode'), narrative)),
    ...present('maxDosePerPeriod', ratioOf(childOf(statement, 'maxDoseQuantity'))),
    ...(repeat !== undefined && { timing: { repeat } }),
    ...((dose !== undefined || rate !== undefined) && { doseAndRate: [{ ...dose, ...rate }] }),
  };
  return Object.keys(fields).length === 0 ? undefined : fields;
}

const present = (name: string, value: unknown): Fields => (value === undefined ? {} : { [name]: value });

function doseOf(quantity: XmlElement | undefined, name: 'dose' | 'rate'): Fields | undefined {
  const single = quantityOf(quantity);
  if (single !== undefined) return { [`${name}Quantity`]: single };
  const range = rangeOf(quantity);
  return range === undefined ? undefined : { [`${name}Range`]: range };
}

function repeatOf(times: readonly XmlElement[]): Fields | undefined {
  let repeat: Fields = {};
  for (const time of times) {
    const type = typeOf(time);
    if (type === 'PIVL_TS') repeat = { ...repeat, ...periodicOf(time) };
    else if (type === 'EIVL_TS') repeat = { ...repeat, ...eventOf(time, repeat) };
    else if (repeat.boundsPeriod === undefined && repeat.boundsDuration === undefined) repeat = { ...repeat, ...boundsOf(time) };
  }
  return Object.keys(repeat).length === 0 ? undefined : repeat;
}

/** A programme's days, or its length when it has one and no end: «for two days». */
function boundsOf(time: XmlElement): Fields {
  const period = periodOf(time);
  const duration = durationOf(childOf(time, 'width'));
  if (duration !== undefined && period?.end === undefined) return { boundsDuration: duration };
  return period === undefined ? {} : { boundsPeriod: period };
}

function durationOf(width: XmlElement | undefined): Fields | undefined {
  const quantity = quantityOf(width);
  return quantity !== undefined && timeUnits.has(String(quantity.code)) ? quantity : undefined;
}

/** Once in each period: `frequency` 1 over `period`. */
function periodicOf(time: XmlElement): Fields {
  const period = childOf(time, 'period');
  const every = durationOf(period);
  if (every !== undefined) return { frequency: 1, period: every.value, periodUnit: every.code };
  const [low, high] = [durationOf(period && childOf(period, 'low')), durationOf(period && childOf(period, 'high'))];
  if (low === undefined || high === undefined || low.code !== high.code) return {};
  return { frequency: 1, period: low.value, periodMax: high.value, periodUnit: low.code };
}

/** The meal or moment of the day; an offset is given in minutes and not before «with the meal» (tim-9). */
function eventOf(time: XmlElement, repeat: Fields): Fields {
  const event = childOf(time, 'event');
  const code = (event && attributeOf(event, 'code')?.trim()) ?? '';
  if (!events.has(code)) return {};
  const earlier = Array.isArray(repeat.when) ? repeat.when : [];
  const offset = childOf(time, 'offset');
  const shift = quantityOf(offset && (childOf(offset, 'low') ?? offset));
  const minutes =
    shift === undefined ? 0 : Math.abs(Number(shift.value)) * (shift.code === 'h' ? 60 : shift.code === 'min' ? 1 : 0);
  const withMeal = /^C[MDV]?$/.test(code);
  return { when: [...earlier, code], ...(minutes > 0 && !withMeal && { offset: Math.round(minutes) }) };
}
