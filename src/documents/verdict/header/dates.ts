import { attributeOf, type XmlElement } from '#xml';
import { parseTimestamp } from '../../cda/index.ts';
import type { Header } from './header.ts';
import { attributeAt, isThere, type Place, wordOf } from './places.ts';
import type { Rule } from './rule.ts';

const dated = ['effectiveTime', 'time', 'low', 'high', 'center', 'birthTime'];

/** Every date of the header, wherever it stands. */
export const dateRules: readonly Rule[] = [
  {
    id: 'dates.real',
    fr: 'Une date s’écrit de AAAA à AAAAMMJJhhmmss+ZZZZ, et existe au calendrier.',
    en: 'A date is written from YYYY to YYYYMMDDhhmmss+ZZZZ, and exists in the calendar.',
    broken: (header) =>
      dates(header)
        .filter((date) => parseTimestamp(textAt(date)) === undefined)
        .map(valueAt),
  },
  {
    id: 'dates.empty',
    fr: 'Une date a une valeur (value), des bornes (low, high), ou à défaut nullFlavor.',
    en: 'A date has a value, bounds (low, high), or else nullFlavor.',
    broken: ({ named }) =>
      dated
        .flatMap((name) => named(name))
        .filter((date) => isThere(date) && attributeOf(date, 'value') === undefined)
        .filter((date) => date.children.every(({ kind }) => kind !== 'element')),
  },
  {
    id: 'dates.zone',
    severity: 'warning',
    fr: 'Une date qui dit l’heure dit aussi le fuseau : AAAAMMJJhhmmss+ZZZZ.',
    en: 'A date that says the time says the zone too: YYYYMMDDhhmmss+ZZZZ.',
    broken: (header) =>
      dates(header)
        // That of the document itself has a rule of its own.
        .filter((date) => date.parent !== header.document && /^\d{10,14}(\.\d+)?$/.test(textAt(date)))
        .map(valueAt),
  },
  {
    id: 'dates.order',
    fr: 'Une période finit après avoir commencé : high n’est pas avant low.',
    en: 'A period ends after it began: high is not before low.',
    broken: ({ named }) => {
      const lows = new Map(named('low').map((low) => [low.parent, low]));
      return named('high')
        .filter((high) => endsBefore(lows.get(high.parent), high))
        .map(valueAt);
    },
  },
];

const dates = ({ named }: Header) =>
  dated.flatMap((name) => named(name)).filter((date) => attributeOf(date, 'value') !== undefined);
const textAt = (date: XmlElement): string => wordOf(date, 'value') ?? '';
const valueAt = (date: XmlElement): Place => attributeAt(date, 'value');

/** Only dates of one precision are compared: midnight of a day is not before ten o’clock of that day. */
function endsBefore(low: XmlElement | undefined, high: XmlElement): boolean {
  const [from, to] = [wordOf(low, 'value') ?? '', wordOf(high, 'value') ?? ''];
  if (from.length !== to.length) return false;
  const [begins, ends] = [parseTimestamp(from), parseTimestamp(to)];
  return begins !== undefined && ends !== undefined && ends.date < begins.date;
}
