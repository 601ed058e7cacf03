import type { ReactNode } from 'react';
import { Checkbox as AriaCheckbox, CheckboxGroup, FieldError, Label, Text } from 'react-aria-components/CheckboxGroup';

interface CheckboxProps {
  /** What it stands for inside a group. */
  readonly value?: string;
  readonly isSelected?: boolean;
  readonly onChange?: (selected: boolean) => void;
  readonly children: ReactNode;
}

/** Yes or no to one thing; the box and its words are one target. */
export function Checkbox({ children, ...props }: CheckboxProps) {
  return (
    <AriaCheckbox {...props} className="check">
      <span className="check-box" aria-hidden="true" />
      <span>{children}</span>
    </AriaCheckbox>
  );
}

interface CheckboxesProps {
  readonly id: string;
  readonly label: string;
  readonly hint?: string;
  readonly error?: string | undefined;
  readonly value: readonly string[];
  readonly onChange: (value: string[]) => void;
  readonly options: readonly { readonly value: string; readonly label: ReactNode }[];
}

/** As many as one likes of a few. */
export function Checkboxes({ id, label, hint, error, value, onChange, options }: CheckboxesProps) {
  return (
    <CheckboxGroup
      id={id}
      className="check-group"
      value={[...value]}
      onChange={onChange}
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
        <Checkbox key={option.value} value={option.value}>
          {option.label}
        </Checkbox>
      ))}
    </CheckboxGroup>
  );
}
