import { Slider as AriaSlider, Label, SliderOutput, SliderThumb, SliderTrack } from 'react-aria-components/Slider';

interface SliderProps {
  readonly label: string;
  readonly value: number;
  readonly minValue: number;
  readonly maxValue: number;
  readonly step?: number;
  readonly onChange: (value: number) => void;
}

/** A quantity by feel, as the contrast of a photograph; arrows move it by one step, and its value is written. */
export function Slider({ label, value, minValue, maxValue, step = 1, onChange }: SliderProps) {
  return (
    <AriaSlider
      className="slider"
      value={value}
      minValue={minValue}
      maxValue={maxValue}
      step={step}
      onChange={(next) => onChange(typeof next === 'number' ? next : (next[0] ?? value))}
    >
      <Label className="field-label">{label}</Label>
      <SliderOutput />
      <SliderTrack className="slider-track">
        <SliderThumb className="slider-thumb" />
      </SliderTrack>
    </AriaSlider>
  );
}
