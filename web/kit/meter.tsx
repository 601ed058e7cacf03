import { Meter as AriaMeter } from 'react-aria-components/Meter';

interface MeterProps {
  readonly label: string;
  /** How much of `max`, and the same in words: the bar alone says nothing. */
  readonly value: number;
  readonly max: number;
  readonly words: string;
}

/** How full something is. */
export function Meter({ label, value, max, words }: MeterProps) {
  return (
    <AriaMeter className="meter" value={value} maxValue={max} valueLabel={words} aria-label={label}>
      <span>{words}</span>
      <Bar value={value} max={max} />
    </AriaMeter>
  );
}

function Bar({ value, max }: { value: number; max: number }) {
  const share = max > 0 ? Math.min(100, Math.max(0, (value / max) * 100)) : 0;
  return (
    <svg className="meter-bar" viewBox="0 0 100 4" preserveAspectRatio="none" aria-hidden="true" focusable="false">
      <rect className="meter-full" width={share} height="4" />
    </svg>
  );
}
