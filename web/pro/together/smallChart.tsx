import { isOutside } from '../../kit/results/say.ts';
import type { Span, Trend } from './trends.ts';

const [width, height, edge] = [640, 120, 12];

/** One trend, on the time of all of them: its own bands, full dots, rings around what is outside. For the eye; the table says all of it. */
export function SmallChart({ trend: { points }, span }: { trend: Trend; span: Span }) {
  const values = points.flatMap(({ value, low, high }) => [value, low, high]).filter((one) => one !== undefined);
  const [least, most] = [Math.min(...values), Math.max(...values)];
  const room = most === least ? Math.abs(most) || 1 : most - least;
  const [bottom, top] = [least - room * 0.1, most + room * 0.1];
  const x = (at: string) => edge + ((Date.parse(at) - span.from) / (span.to - span.from)) * (width - 2 * edge);
  const y = (value: number) => edge + ((top - value) / (top - bottom)) * (height - 2 * edge);
  const places = points.map((point) => ({ point, x: x(point.at), y: y(point.value) }));
  return (
    <svg className="tog-chart" viewBox={`0 0 ${width} ${height}`} aria-hidden="true" focusable="false">
      {places.map(({ point: { at, low, high, value, documents }, x: here }, index) => {
        if (low === undefined && high === undefined) return null;
        const [before, after] = [places[index - 1], places[index + 1]];
        const left = before === undefined ? Math.max(0, here - edge) : (before.x + here) / 2;
        const right = after === undefined ? Math.min(width, here + edge) : (here + after.x) / 2;
        const [upper, lower] = [high === undefined ? 0 : y(high), low === undefined ? height : y(low)];
        return (
          <rect
            key={`${at} ${documents.join()} ${value}`}
            className="tog-band"
            x={left}
            y={upper}
            width={Math.max(0, right - left)}
            height={Math.max(0, lower - upper)}
          />
        );
      })}
      <polyline className="tog-line" points={places.map((place) => `${place.x},${place.y}`).join(' ')} />
      {places.map(({ point, x: cx, y: cy }) => (
        <g key={`${point.at} ${point.documents.join()} ${point.value}`}>
          {isOutside(point) && <circle className="tog-ring" cx={cx} cy={cy} r={10} />}
          <circle className="tog-dot" cx={cx} cy={cy} r={5} />
        </g>
      ))}
    </svg>
  );
}
