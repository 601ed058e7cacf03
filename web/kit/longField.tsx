import type { Ref } from 'react';
import { TextArea } from 'react-aria-components/TextArea';
import { FieldError, Label, Text, TextField } from 'react-aria-components/TextField';

interface LongFieldProps {
  readonly id: string;
  readonly label: string;
  readonly hint?: string;
  readonly error?: string | undefined;
  readonly value: string;
  readonly maxLength: number;
  readonly rows?: number;
  readonly isRequired?: boolean;
  readonly area?: Ref<HTMLTextAreaElement>;
  readonly onChange: (value: string) => void;
}

/** A labelled text of several lines; its error says how to correct it and is read with the field. */
export function LongField({ id, label, hint, error, rows = 5, area, ...props }: LongFieldProps) {
  return (
    <TextField {...props} id={id} validationBehavior="aria" isInvalid={error !== undefined} className="field field-long">
      <Label>{label}</Label>
      {hint && (
        <Text slot="description" className="hint">
          {hint}
        </Text>
      )}
      <FieldError className="error">{error}</FieldError>
      <TextArea rows={rows} {...(area === undefined ? {} : { ref: area })} />
    </TextField>
  );
}
