import { FieldError, Label, Radio, RadioGroup, Text } from 'react-aria-components/RadioGroup';

interface RadiosProps<T extends string> {
  readonly id: string;
  readonly label: string;
  readonly hint?: string;
  readonly error?: string | undefined;
  readonly value: T | null;
  readonly options: readonly { readonly value: T; readonly label: string }[];
  readonly onChange: (value: T) => void;
}

/** One of a few, all in sight; the arrows go from one to the next. */
export function Radios<T extends string>({ id, label, hint, error, value, options, onChange }: RadiosProps<T>) {
  return (
    <RadioGroup
      id={id}
      className="check-group"
      value={value}
      onChange={(chosen) => {
        const found = options.find((option) => option.value === chosen);
        if (found !== undefined) onChange(found.value);
      }}
      isInvalid={error !== undefined}
      validationBehavior="aria"
    >
      <Label className="field-label">{label}</Label>
      {hint && (
        <Text slot="description" className="hint">
          {hint}
        </Text>
      )}
      <FieldError className="error">{error}</FieldError>
      {options.map((option) => (
        <Radio key={option.value} value={option.value} className="check check-round">
          <span className="check-box" aria-hidden="true" />
          <span>{option.label}</span>
        </Radio>
      ))}
    </RadioGroup>
  );
}
