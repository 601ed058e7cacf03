import type { ResultPoint } from '../../kit/results/shapes.ts';

const most = 12;

/** The course of the last results, small, for the eye only: their page says it in words. */
export function Spark({ points }: { points: readonly ResultPoint[] }) {
  const last = points.slice(-most);
  if (last.length < 2) return <span className="carnet-spark" />;
  const values = last.map(({ value }) => value);
  const [least, range] = [Math.min(...values), Math.max(...values) - Math.min(...values) || 1];
  const places = values.map((value, n) => [4 + (n / (values.length - 1)) * 72, 26 - ((value - least) / range) * 22] as const);
  const [x, y] = places.at(-1) ?? [0, 0];
  return (
    <svg className="carnet-spark" viewBox="0 0 80 30" aria-hidden="true" focusable="false">
      <polyline points={places.map((place) => place.join(',')).join(' ')} />
      <circle cx={x} cy={y} r="3.5" />
    </svg>
  );
}
