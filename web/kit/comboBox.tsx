import {
  ComboBox as AriaComboBox,
  Button,
  FieldError,
  Input,
  Label,
  ListBox,
  ListBoxItem,
  Popover,
  Text,
} from 'react-aria-components/ComboBox';
import { useTranslation } from 'react-i18next';

interface ComboBoxProps {
  readonly id: string;
  readonly label: string;
  readonly hint?: string;
  readonly error?: string | undefined;
  readonly options: readonly { readonly value: string; readonly label: string }[];
  readonly value: string | null;
  readonly onChange: (value: string | null) => void;
}

/** One of many: a few letters, the arrow or the button open the list over the page; who only passes by with Tab leaves it closed. For fewer than ten, a `Select` is plainer. */
export function ComboBox({ id, label, hint, error, options, value, onChange }: ComboBoxProps) {
  const { t } = useTranslation();
  return (
    <AriaComboBox
      id={id}
      className="field"
      validationBehavior="aria"
      isInvalid={error !== undefined}
      defaultItems={options}
      selectedKey={value}
      onSelectionChange={(key) => onChange(key === null ? null : String(key))}
      allowsEmptyCollection
    >
      <Label>{label}</Label>
      {hint && (
        <Text slot="description" className="hint">
          {hint}
        </Text>
      )}
      <FieldError className="error">{error}</FieldError>
      <div className="field-row">
        <Input />
        <Button className="field-act" aria-label={t('parts.open')}>
          <span aria-hidden="true">▾</span>
        </Button>
      </div>
      <Popover className="popover options">
        <ListBox<{ readonly value: string; readonly label: string }>
          renderEmptyState={() => <p className="options-empty">{t('parts.noneFound')}</p>}
        >
          {(option) => (
            <ListBoxItem id={option.value} textValue={option.label} className="option">
              {option.label}
            </ListBoxItem>
          )}
        </ListBox>
      </Popover>
    </AriaComboBox>
  );
}
