import { number } from '../../kit/results/say.ts';
import type { ResultPoint } from '../../kit/results/shapes.ts';

const [left, right, width] = [8, 312, 320] as const;

/**
 * The last result as a mark beside the band that applied to it. For the eye only: the sentence above says the same, and the numbers stand in
 * words. Nothing for a result without a band, or that is only a limit.
 */
export function BandBar({ point: { value, low, high, comparator } }: { point: ResultPoint }) {
  if (comparator !== undefined || (low === undefined && high === undefined)) return null;
  const known = [value, low, high].filter((one) => one !== undefined);
  const [least, most] = [Math.min(...known), Math.max(...known)];
  const room = (most - least || Math.abs(most) || 1) * 0.35;
  const [from, to] = [least - room, most + room];
  const at = (one: number): number => left + ((one - from) / (to - from)) * (right - left);
  const [start, end] = [low === undefined ? left : at(low), high === undefined ? right : at(high)];
  return (
    <svg className="carnet-band" viewBox={`0 0 ${width} 58`} aria-hidden="true" focusable="false">
      <rect className="carnet-band-line" x={left} y={25} width={right - left} height={10} rx={5} />
      <rect className="carnet-band-usual" x={start} y={25} width={end - start} height={10} />
      {[low, high].map(
        (edge) =>
          edge !== undefined && (
            <text key={edge} x={at(edge)} y={53} textAnchor="middle">
              {number(edge)}
            </text>
          ),
      )}
      <path className="carnet-band-mark" d={`M${at(value)} 22l-7-12h14z`} />
      <line className="carnet-band-mark" x1={at(value)} x2={at(value)} y1={22} y2={38} />
    </svg>
  );
}
