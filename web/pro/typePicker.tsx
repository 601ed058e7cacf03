import { useState } from 'react';
import { Autocomplete, useFilter } from 'react-aria-components/Autocomplete';
import { ListBox, ListBoxItem } from 'react-aria-components/ListBox';
import { FieldError, Input, Label, Text, TextField } from 'react-aria-components/TextField';
import { useTranslation } from 'react-i18next';
import type { PublishableType } from './shapes.ts';

interface PickerProps {
  readonly types: readonly PublishableType[];
  readonly chosen: string | null;
  readonly error: string | undefined;
  readonly onChoose: (code: string | null) => void;
}

/**
 * The type of a document among more than a hundred: type a few letters, accents or not, then choose in the list below. The list
 * stands in the page rather than over it: it has room on a phone, and nothing else is hidden from a screen reader meanwhile.
 */
export function TypePicker({ types, chosen, error, onChoose }: PickerProps) {
  const { t } = useTranslation('pro');
  const { contains } = useFilter({ sensitivity: 'base' });
  const [typed, setTyped] = useState('');
  const labelOf = (code: string) => types.find((type) => type.code === code)?.label ?? '';

  const choose = (code: string | null) => {
    onChoose(code);
    if (code !== null) setTyped(labelOf(code));
  };
  return (
    <Autocomplete
      inputValue={typed}
      onInputChange={(text) => {
        setTyped(text);
        // Letters changed after a choice mean another choice: what was chosen no longer stands in the field.
        if (chosen !== null && text !== labelOf(chosen)) onChoose(null);
      }}
      filter={contains}
      disableAutoFocusFirst
    >
      <TextField
        id="type"
        className="field field-list"
        isInvalid={error !== undefined}
        validationBehavior="aria"
        isRequired
        autoComplete="off"
      >
        <Label>{t('publish.type')}</Label>
        <Text slot="description" className="hint">
          {t('publish.typeHint')}
        </Text>
        <FieldError className="error">{error}</FieldError>
        <Input role="combobox" aria-expanded="true" />
      </TextField>
      <ListBox
        aria-label={t('publish.types')}
        className="options"
        items={types}
        selectionMode="single"
        disallowEmptySelection
        selectedKeys={chosen === null ? [] : [chosen]}
        onSelectionChange={(keys) => choose(keys === 'all' ? null : String([...keys][0] ?? '') || null)}
        renderEmptyState={() => <p className="options-empty">{t('publish.typeNone')}</p>}
      >
        {(type) => (
          <ListBoxItem id={type.code} textValue={type.label} className="option">
            <span lang="fr">{type.label}</span>
          </ListBoxItem>
        )}
      </ListBox>
    </Autocomplete>
  );
}
