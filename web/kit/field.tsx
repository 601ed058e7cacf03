import { type HTMLInputTypeAttribute, type ReactNode, useId } from 'react';
import { FieldError, Input, Label, Text, TextField } from 'react-aria-components/TextField';

interface FieldProps {
  readonly id: string;
  readonly label: string;
  readonly hint?: string;
  readonly error?: string | undefined;
  readonly value: string;
  readonly type?: HTMLInputTypeAttribute;
  readonly isShort?: boolean;
  readonly isRequired?: boolean;
  readonly max?: string;
  readonly maxLength?: number;
  /** What the browser may fill in; nothing when absent. */
  readonly autoComplete?: string;
  readonly inputMode?: 'numeric' | 'email';
  readonly onChange: (value: string) => void;
}

/** A labelled text field; its error says how to correct it and is read with the field. `id` is where the error summary points. */
export function Field({
  id,
  label,
  hint,
  error,
  type = 'text',
  isShort = false,
  autoComplete = 'off',
  max,
  ...props
}: FieldProps) {
  return (
    <TextField
      {...props}
      id={id}
      type={type}
      validationBehavior="aria"
      isInvalid={error !== undefined}
      autoComplete={autoComplete}
      className={isShort ? 'field field-short' : 'field'}
    >
      <Label>{label}</Label>
      {hint && (
        <Text slot="description" className="hint">
          {hint}
        </Text>
      )}
      <FieldError className="error">{error}</FieldError>
      <Input {...(max ? { max } : {})} />
    </TextField>
  );
}

interface ChoiceProps {
  readonly type: 'radio' | 'checkbox';
  readonly name: string;
  readonly id?: string;
  readonly label: ReactNode;
  readonly hint?: ReactNode;
  readonly checked: boolean;
  readonly onChange: (checked: boolean) => void;
}

/** One native radio button or checkbox with its explanation. */
export function Choice({ type, name, id, label, hint, checked, onChange }: ChoiceProps) {
  const made = useId();
  const inputId = id ?? made;
  return (
    <div className="choice">
      <input
        type={type}
        name={name}
        id={inputId}
        checked={checked}
        onChange={(event) => onChange(event.target.checked)}
        {...(hint ? { 'aria-describedby': `${inputId}-hint` } : {})}
      />
      <label htmlFor={inputId}>{label}</label>
      {hint && (
        <p className="hint" id={`${inputId}-hint`}>
          {hint}
        </p>
      )}
    </div>
  );
}
