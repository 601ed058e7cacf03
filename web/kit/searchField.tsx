import { SearchField as AriaSearchField, Button, Input, Label, Text } from 'react-aria-components/SearchField';
import { useTranslation } from 'react-i18next';

interface SearchFieldProps {
  readonly id: string;
  readonly label: string;
  readonly hint?: string;
  readonly value: string;
  readonly maxLength?: number;
  readonly onChange: (value: string) => void;
}

/** Words to look for; Escape or the cross empties it. */
export function SearchField({ id, label, hint, maxLength, ...props }: SearchFieldProps) {
  const { t } = useTranslation();
  return (
    <AriaSearchField
      {...props}
      {...(maxLength === undefined ? {} : { maxLength })}
      id={id}
      autoComplete="off"
      className="field search-field"
    >
      <Label>{label}</Label>
      {hint && (
        <Text slot="description" className="hint">
          {hint}
        </Text>
      )}
      <div className="field-row">
        <Input />
        <Button className="field-act" aria-label={t('parts.clear')}>
          <span aria-hidden="true">×</span>
        </Button>
      </div>
    </AriaSearchField>
  );
}
