import { FieldError, Input, Label, Text, TextField } from 'react-aria-components/TextField';

interface DateFieldProps {
  readonly id: string;
  readonly label: string;
  readonly hint?: string;
  readonly error?: string | undefined;
  /** `2026-11-22`, or empty. */
  readonly value: string;
  readonly min?: string;
  readonly max?: string;
  readonly isRequired?: boolean;
  readonly onChange: (value: string) => void;
}

/** A day of the calendar. The browser's own field: telephones show their wheel, keyboards type the figures, readers know it. */
export function DateField({ id, label, hint, error, min, max, ...props }: DateFieldProps) {
  return (
    <TextField
      {...props}
      id={id}
      type="date"
      validationBehavior="aria"
      isInvalid={error !== undefined}
      className="field field-short"
    >
      <Label>{label}</Label>
      {hint && (
        <Text slot="description" className="hint">
          {hint}
        </Text>
      )}
      <FieldError className="error">{error}</FieldError>
      <Input {...(min === undefined ? {} : { min })} {...(max === undefined ? {} : { max })} />
    </TextField>
  );
}
