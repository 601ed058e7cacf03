import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { announce } from '../../kit/announcer.tsx';
import { api } from '../../kit/api.ts';
import { Button } from '../../kit/button.tsx';
import { Choice, Field } from '../../kit/field.tsx';
import { Failed } from '../../kit/loaded.tsx';
import { Status } from '../../kit/status.tsx';
import { TagGroup } from '../../kit/tagGroup.tsx';
import type { Found } from './shapes.ts';

type Chosen = ReadonlyMap<string, string>;

/** Recipients by the directory, or by an address as it is known; `chosen` is address → name. */
export function RecipientSearch({ chosen, onChange }: { chosen: Chosen; onChange: (chosen: Chosen) => void }) {
  const { t } = useTranslation('pro');
  const [words, setWords] = useState('');
  const search = useMutation({
    mutationFn: (sought: string) =>
      api<{ items: readonly Found[]; truncated: boolean }>(
        'POST',
        '/api/pro/directory/search',
        sought.includes('@') ? { address: sought } : { name: sought },
      ),
  });
  const found = (search.data?.items ?? []).flatMap((one) =>
    one.mailboxes.map(({ address }) => ({
      address,
      name: [one.name, one.structure?.name, one.structure?.town].filter(Boolean).join(', '),
    })),
  );
  const unique = [...new Map(found.map((one) => [one.address, one])).values()];
  const typed = (search.variables ?? '').trim().toLowerCase();
  const isAddress = /^[^\s@]+@[^\s@]+\.[^\s@]+$/.test(typed);
  const options =
    isAddress && !unique.some(({ address }) => address === typed) ? [...unique, { address: typed, name: typed }] : unique;
  const set = (address: string, name: string, isChosen: boolean) => {
    const next = new Map(chosen);
    if (isChosen) next.set(address, name);
    else next.delete(address);
    onChange(next);
    if (!isChosen) announce(t('filing.send.removed', { name }));
  };
  return (
    <>
      <search>
        <form
          onSubmit={(event) => {
            event.preventDefault();
            if (words.trim().length >= 2) search.mutate(words.trim());
          }}
        >
          <Field
            id="send-search"
            label={t('filing.send.search')}
            hint={t('filing.send.searchHint')}
            value={words}
            maxLength={100}
            onChange={setWords}
          />
          <Button type="submit" isDisabled={search.isPending}>
            {t('filing.send.find')}
          </Button>
        </form>
      </search>
      {search.isError && <Failed error={search.error} />}
      <Status tone="info">{search.isSuccess && options.length === 0 && <p>{t('filing.send.none')}</p>}</Status>
      {options.length > 0 && (
        <fieldset>
          <legend>{t('filing.send.found')}</legend>
          {options.map(({ address, name }) => (
            <Choice
              key={address}
              type="checkbox"
              name="recipient"
              label={name === address ? t('filing.send.typed', { address }) : name}
              hint={name === address ? undefined : address}
              checked={chosen.has(address)}
              onChange={(isChosen) => set(address, name, isChosen)}
            />
          ))}
          {search.data?.truncated === true && <p className="hint">{t('filing.send.truncated')}</p>}
        </fieldset>
      )}
      <TagGroup
        label={t('filing.send.chosen')}
        none={t('filing.send.chosenNone')}
        tags={[...chosen].map(([id, label]) => ({ id, label }))}
        onRemove={(address) => set(address, chosen.get(address) ?? address, false)}
      />
    </>
  );
}
