import { NumberField as AriaNumberField, Button, FieldError, Group, Input, Label, Text } from 'react-aria-components/NumberField';
import { useTranslation } from 'react-i18next';

interface NumberFieldProps {
  readonly id: string;
  readonly label: string;
  readonly hint?: string;
  readonly error?: string | undefined;
  /** `NaN` for nothing typed. */
  readonly value: number;
  readonly minValue?: number;
  readonly maxValue?: number;
  readonly step?: number;
  readonly isRequired?: boolean;
  readonly onChange: (value: number) => void;
}

/** A number, written as the language writes it, by hand or by one more and one less. */
export function NumberField({ id, label, hint, error, ...props }: NumberFieldProps) {
  const { t } = useTranslation();
  return (
    <AriaNumberField {...props} id={id} validationBehavior="aria" isInvalid={error !== undefined} className="field field-short">
      <Label>{label}</Label>
      {hint && (
        <Text slot="description" className="hint">
          {hint}
        </Text>
      )}
      <FieldError className="error">{error}</FieldError>
      <Group className="field-row">
        <Button slot="decrement" className="field-act" aria-label={t('parts.less')}>
          <span aria-hidden="true">−</span>
        </Button>
        <Input />
        <Button slot="increment" className="field-act" aria-label={t('parts.more')}>
          <span aria-hidden="true">+</span>
        </Button>
      </Group>
    </AriaNumberField>
  );
}
