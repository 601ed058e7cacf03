import type { ProfileLine } from '../profile/line.ts';
import type { Point, Results } from '../series.ts';

/** The last result of an analyte, where it stands outside its own band of reference or the laboratory says so. */
export interface OutOfBand {
  readonly key: string;
  readonly label: string;
  readonly unit: string;
  readonly point: Point;
  /** From the band; from what the laboratory says where there is none. */
  readonly side: 'above' | 'below' | 'outside';
  /** The one before, in the same unit. */
  readonly before?: Point;
}

/** What one screen holds of a health profile. */
export interface Chosen {
  readonly problems: readonly ProfileLine[];
  /** Severe ones first. */
  readonly allergies: readonly ProfileLine[];
  readonly treatments: readonly ProfileLine[];
  /** The last first. */
  readonly vaccinations: readonly ProfileLine[];
  readonly measures: readonly ProfileLine[];
  readonly devices: readonly ProfileLine[];
  readonly wishes: readonly ProfileLine[];
  readonly relatives: readonly ProfileLine[];
}

/** Lines of several records of one person: what more than one says is one line with the sources of all. Pure. */
export function together(lines: readonly ProfileLine[]): readonly ProfileLine[] {
  const same = Map.groupBy(lines, ({ section, code, label, ended }) =>
    [section, ended, code === undefined ? label.toLowerCase() : `${code.system}|${code.code}`].join(' '),
  );
  return [...same.values()].flatMap(([first, ...others]) => {
    if (first === undefined) return [];
    if (others.length === 0 || first.section === 'vaccinations' || first.section === 'measures') return [first, ...others];
    const [source, ...rest] = first.sources;
    const severe = [first, ...others].some((one) => one.severe);
    return [{ ...first, severe, sources: [source, ...rest, ...others.flatMap(({ sources }) => sources)] }];
  });
}

const newestFirst = (a: ProfileLine, b: ProfileLine): number => {
  const [x, y] = [a.from ?? '', b.from ?? ''];
  return x < y ? 1 : x > y ? -1 : a.label.localeCompare(b.label, 'fr');
};

/** Everything in force, in the order in which it must be seen; what is over stays in the profile. Nothing is cut: the screen folds. Pure. */
export function chosenOf(lines: readonly ProfileLine[]): Chosen {
  const of = (section: ProfileLine['section']): ProfileLine[] =>
    lines.filter((line) => line.section === section && !line.ended).sort(newestFirst);
  return {
    problems: of('problems'),
    allergies: of('allergies').sort((a, b) => Number(b.severe) - Number(a.severe)),
    treatments: of('treatments'),
    vaccinations: lines.filter(({ section }) => section === 'vaccinations').sort(newestFirst),
    measures: of('measures'),
    devices: of('devices'),
    wishes: of('wishes'),
    relatives: of('relatives'),
  };
}

const high = new Set(['H', 'HH', 'HU', 'HX']);
const low = new Set(['L', 'LL', 'LU', 'LX']);
const outside = new Set(['A', 'AA', 'POS']);

/** Of each analyte the last result, where it is out of its band; the last first. A result with a comparator is judged by what is sure. Pure. */
export function outOfBand(results: readonly Results[]): readonly OutOfBand[] {
  return results
    .flatMap(({ key, label, series }) => {
      const lasts = series.flatMap(({ unit, points }) => {
        const point = points.at(-1);
        return point === undefined ? [] : [{ unit, point, before: points.at(-2) }];
      });
      const last = lasts.sort((a, b) => (instant(a.point) < instant(b.point) ? 1 : -1))[0];
      const side = last && sideOf(last.point);
      if (last === undefined || side === undefined) return [];
      const { unit, point, before } = last;
      return [{ key, label, unit, point, side, ...(before === undefined ? {} : { before }) }];
    })
    .sort((a, b) =>
      instant(a.point) < instant(b.point) ? 1 : instant(a.point) > instant(b.point) ? -1 : a.key < b.key ? -1 : 1,
    );
}

export function sideOf({ value, comparator, low: from, high: to, interpretation }: Point): OutOfBand['side'] | undefined {
  // « < 5 » is surely below 6, and says nothing of a lower bound of 3.
  const sure = comparator === undefined || comparator === '';
  const most = comparator === '<' || comparator === '<=';
  if (to !== undefined && value > to && !most) return 'above';
  if (from !== undefined && value < from && (sure || most)) return 'below';
  if (interpretation === undefined) return undefined;
  if (high.has(interpretation)) return 'above';
  if (low.has(interpretation)) return 'below';
  return outside.has(interpretation) ? 'outside' : undefined;
}

const instant = ({ at }: Point): number => Date.parse(at) || 0;
