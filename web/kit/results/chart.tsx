import { useEffect, useRef } from 'react';
import UPlot, { type AlignedData, type Options } from 'uplot';
import 'uplot/dist/uPlot.min.css';
import { useAppearance } from '../appearance.ts';
import { language, localeOf } from '../i18n.ts';
import { isOutside } from './say.ts';
import type { ResultSeries } from './shapes.ts';

const height = 220;
/** In seconds: what is nearer together is told by days, or each mark would say the same month. */
const fewDays = 120 * 86_400;

interface ChartProps {
  readonly series: ResultSeries;
  readonly below?: Below;
}
type Below = readonly (number | undefined)[];

/**
 * The results of one series over time, each with the band that applied to it: inside as a full dot, outside as a large ring. For the eye only:
 * the table beside says all of it, and this is hidden from screen readers. `below`: the second numbers of the same moments, in dashes.
 */
export default function Chart({ series, below }: ChartProps) {
  const place = useRef<HTMLDivElement>(null);
  const { drawn } = useAppearance();
  // biome-ignore lint/correctness/useExhaustiveDependencies: its colours are read once, so another look is another drawing.
  useEffect(() => {
    const into = place.current;
    if (into === null) return;
    const chart = new UPlot(optionsFor(series, into.clientWidth), dataOf(series, below), into);
    const watch = new ResizeObserver(([entry]) => entry && chart.setSize({ width: Math.floor(entry.contentRect.width), height }));
    watch.observe(into);
    return () => {
      watch.disconnect();
      chart.destroy();
    };
  }, [series, drawn]);
  return <div ref={place} className="chart" aria-hidden="true" />;
}

/** Time in seconds, the two edges of the bands, the results, again those outside of theirs, and what is below. */
function dataOf({ points }: ResultSeries, below: Below = []): AlignedData {
  return [
    points.map(({ at }) => Date.parse(at) / 1000),
    points.map(({ low, high }) => low ?? (high === undefined ? null : 0)),
    points.map(({ high }) => high ?? null),
    points.map(({ value }) => value),
    points.map((point) => (isOutside(point) ? point.value : null)),
    points.map((_, index) => below[index] ?? null),
  ];
}

function optionsFor({ printed, points }: ResultSeries, width: number): Options {
  const style = getComputedStyle(document.documentElement);
  const colour = (name: string): string => style.getPropertyValue(name).trim();
  const [ink, brand, soft, line, danger] = ['--ink-soft', '--brand', '--brand-soft', '--line', '--danger'].map(colour);
  const step = UPlot.paths.stepped?.({ align: 1 });
  const edge = {
    stroke: line ?? '',
    width: 1,
    points: { show: false },
    spanGaps: true,
    ...(step === undefined ? {} : { paths: step }),
  };
  const axis = { stroke: ink ?? '', grid: { stroke: line ?? '', width: 1 }, font: '14px sans-serif' };
  const written = (parts: Intl.DateTimeFormatOptions) => new Intl.DateTimeFormat(localeOf(language()), parts);
  const [month, day] = [written({ month: '2-digit', year: 'numeric' }), written({ day: '2-digit', month: '2-digit' })];
  // By what is drawn, not by the marks: a single mark of a year is no day.
  const seconds = points.map(({ at }) => Date.parse(at) / 1000);
  const words = Math.max(...seconds) - Math.min(...seconds) < fewDays ? day : month;
  const marks = (at: readonly number[]): string[] => at.map((second) => words.format(second * 1000));
  return {
    width,
    height,
    legend: { show: false },
    cursor: { show: false },
    scales: { x: { time: true } },
    axes: [
      { ...axis, space: 70, values: (_, at) => marks(at) },
      { ...axis, size: 64, label: printed, labelFont: '14px sans-serif' },
    ],
    bands: [{ series: [2, 1], fill: soft ?? '' }],
    series: [
      {},
      edge,
      edge,
      { stroke: brand ?? '', width: 2, points: { show: true, size: 9, fill: brand ?? '' } },
      { stroke: danger ?? '', width: 0, points: { show: true, size: 17, width: 3, stroke: danger ?? '', fill: 'transparent' } },
      { stroke: brand ?? '', width: 2, dash: [6, 4], points: { show: true, size: 9, fill: brand ?? '' } },
    ],
  };
}
