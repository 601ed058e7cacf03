import { useMutation } from '@tanstack/react-query';
import { type KeyboardEvent, useId } from 'react';
import { useTranslation } from 'react-i18next';
import { announce } from '../../kit/announcer.tsx';
import { api } from '../../kit/api.ts';
import { Badge } from '../../kit/badge.tsx';
import { Button } from '../../kit/button.tsx';
import { Field } from '../../kit/field.tsx';
import { said } from '../../kit/i18n.ts';
import { Failed } from '../../kit/loaded.tsx';
import { mailBase } from './queries.ts';
import { nameOf } from './say.ts';
import type { Found, Person } from './shapes.ts';

interface RecipientsProps {
  readonly id: string;
  readonly mailbox: string;
  readonly label: string;
  readonly chosen: readonly Person[];
  readonly typed: string;
  readonly error?: string | undefined;
  readonly onType: (typed: string) => void;
  readonly onChange: (chosen: readonly Person[]) => void;
}

type Proposed = Person & { readonly note: string };

/**
 * To whom: a name is sought in the directory, a whole address is checked by its way to the recipient. What is found stands in the page, in the
 * order of the reading; who is chosen can be taken away again.
 */
export function Recipients({ id, mailbox, label, chosen, typed, error, onType, onChange }: RecipientsProps) {
  const { t } = useTranslation('pro');
  const listId = useId();
  const add = (person: Person) => {
    if (!chosen.some(({ address }) => address === person.address)) onChange([...chosen, person]);
    onType('');
    search.reset();
    announce(t('mail.letter.added', { name: nameOf(person) }));
    document.getElementById(id)?.focus();
  };
  const search = useMutation({
    mutationFn: async (text: string): Promise<{ proposed: readonly Proposed[]; truncated: boolean }> => {
      if (text.includes('@')) {
        const route = await api<{ address: string }>('POST', `${mailBase(mailbox)}/route`, { address: text });
        add({ name: '', address: route.address });
        return { proposed: [], truncated: false };
      }
      const { items, truncated } = await api<{ items: readonly Found[]; truncated: boolean }>(
        'POST',
        '/api/pro/directory/search',
        {
          name: text,
        },
      );
      return { proposed: proposedOf(items), truncated };
    },
    onSuccess: ({ proposed }, text) => {
      if (text.includes('@')) return;
      announce(proposed.length === 0 ? t('mail.letter.foundNone') : t('mail.letter.foundSome', { count: proposed.length }));
    },
  });
  const look = () => {
    const text = typed.trim();
    if (text !== '' && !search.isPending) search.mutate(text);
  };
  // Enter in this field seeks; it must not send the letter.
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key !== 'Enter' || !(event.target instanceof HTMLInputElement)) return;
    event.preventDefault();
    look();
  };
  const found = search.data !== undefined && !search.variables.includes('@') ? search.data : undefined;
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: Enter is caught on its way from the field, which is the one that acts.
    <div className="recipients" onKeyDown={onKeyDown}>
      <Field
        id={id}
        label={label}
        hint={t('mail.letter.recipientHint')}
        error={error}
        value={typed}
        maxLength={254}
        onChange={onType}
      />
      {chosen.length > 0 && (
        <ul className="chosen" aria-label={`${t('mail.letter.chosen')}, ${label}`}>
          {chosen.map((one) => (
            <li key={one.address}>
              <span>{one.name === '' ? one.address : `${one.name} (${one.address})`}</span>
              <Button
                look="quiet"
                aria-label={t('mail.letter.remove', { name: nameOf(one) })}
                onPress={() => {
                  onChange(chosen.filter(({ address }) => address !== one.address));
                  announce(t('mail.letter.removed', { name: nameOf(one) }));
                  document.getElementById(id)?.focus();
                }}
              >
                ×
              </Button>
            </li>
          ))}
        </ul>
      )}
      <Button aria-controls={listId} onPress={look}>
        {t('mail.letter.searchButton')}
      </Button>
      <div id={listId}>
        {search.isError && <Failed error={search.error} />}
        {found?.proposed.length === 0 && <p>{t('mail.letter.foundNone')}</p>}
        {found !== undefined && found.proposed.length > 0 && (
          <>
            <ul className="rows card" aria-label={t('mail.letter.results')}>
              {found.proposed.map((one) => (
                <li key={one.address}>
                  <Button look="quiet" onPress={() => add(one)}>
                    {one.name}
                  </Button>
                  <span className="row-note">
                    {one.note} {one.address}
                  </span>
                </li>
              ))}
            </ul>
            {found.truncated && (
              <Badge tone="info" icon="info">
                {t('mail.letter.foundMany')}
              </Badge>
            )}
          </>
        )}
      </div>
    </div>
  );
}

function proposedOf(items: readonly Found[]): readonly Proposed[] {
  const all = items.flatMap((one) =>
    one.mailboxes.map(({ address, service }) => ({
      name: one.name,
      address,
      note: [said(one.professionLabel), one.specialtyLabel, one.structure?.name, one.structure?.town, service]
        .filter(Boolean)
        .join(', '),
    })),
  );
  return [...new Map(all.map((one) => [one.address, one])).values()];
}
