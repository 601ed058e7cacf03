import { ComboBox, FieldError, Input, Label, ListBox, ListBoxItem, Popover, Text } from 'react-aria-components/ComboBox';
import { useTranslation } from 'react-i18next';

/** Words that are offered, with what else they are found by. */
export interface Suggestion {
  readonly label: string;
  /** In which words it was found, where it is not by its own. */
  readonly by?: string;
}

interface SuggestProps {
  readonly id: string;
  readonly label: string;
  readonly hint?: string;
  readonly error?: string | undefined;
  readonly value: string;
  readonly maxLength: number;
  /** For what is typed. */
  readonly suggestions: readonly Suggestion[];
  readonly onChange: (value: string) => void;
}

/** A text that one types, with a few words offered under it: they help, and one's own words are as good. */
export function SuggestField({ id, label, hint, error, value, maxLength, suggestions, onChange }: SuggestProps) {
  const { t } = useTranslation();
  return (
    <ComboBox
      id={id}
      className="field"
      validationBehavior="aria"
      isInvalid={error !== undefined}
      items={suggestions}
      inputValue={value}
      onInputChange={onChange}
      menuTrigger="input"
      allowsCustomValue
    >
      <Label>{label}</Label>
      {hint && (
        <Text slot="description" className="hint">
          {hint}
        </Text>
      )}
      <FieldError className="error">{error}</FieldError>
      <Input maxLength={maxLength} autoComplete="off" />
      <Popover className="popover options">
        {/* Outside of the page's own landmarks: it is one itself. */}
        <section aria-label={t('parts.offered')}>
          <ListBox<Suggestion>>
            {({ label: words, by }) => (
              <ListBoxItem id={words} textValue={words} className="option">
                <Text slot="label" lang="fr">
                  {words}
                </Text>
                {by !== undefined && (
                  <Text slot="description" className="option-by" lang="fr">
                    {` (${by})`}
                  </Text>
                )}
              </ListBoxItem>
            )}
          </ListBox>
        </section>
      </Popover>
    </ComboBox>
  );
}
