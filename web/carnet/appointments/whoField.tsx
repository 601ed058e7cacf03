import { useMutation } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { api } from '../../kit/api.ts';
import { Button } from '../../kit/button.tsx';
import { Field } from '../../kit/field.tsx';
import { said } from '../../kit/i18n.ts';
import { Failed } from '../../kit/loaded.tsx';
import { Status } from '../../kit/status.tsx';
import type { FoundProfessional } from '../shapes.ts';

interface WhoFieldProps {
  readonly name: string;
  readonly professional: string | undefined;
  readonly error: string | undefined;
  readonly onChange: (name: string, professional: string | undefined) => void;
}

/** With whom: in the person's own words, or chosen in the directory, so that the professional has it in their day. */
export function WhoField({ name, professional, error, onChange }: WhoFieldProps) {
  const { t } = useTranslation('carnet');
  const look = useMutation({
    mutationFn: () =>
      api<{ items: readonly FoundProfessional[] }>('POST', '/api/carnet/professionals/search', { words: name.trim() }),
  });
  const found = look.data?.items;
  if (professional !== undefined)
    return (
      <div className="field">
        <p className="appointment-chosen">{t('appointments.chosen', { name })}</p>
        <Button onPress={() => onChange('', undefined)}>{t('appointments.notThem')}</Button>
      </div>
    );
  return (
    <>
      <Field
        id="appointment-with"
        label={t('appointments.with')}
        hint={t('appointments.withHint')}
        value={name}
        maxLength={120}
        error={error}
        onChange={(words) => onChange(words, undefined)}
      />
      <div className="field">
        <Button isDisabled={name.trim().length < 2 || look.isPending} onPress={() => look.mutate()}>
          {t('appointments.search')}
        </Button>
        <p className="hint">{t('appointments.searchHint')}</p>
        <Status tone="info">
          {found && <p>{found.length === 0 ? t('appointments.none') : t('appointments.found', { count: found.length })}</p>}
        </Status>
        {look.isError && <Failed error={look.error} />}
        {found && found.length > 0 && (
          <ul className="appointment-found">
            {found.map((one) => (
              <li key={one.id}>
                <span>
                  <strong>{one.name}</strong>, {said(one.professionLabel)}
                  {one.structure.name && `, ${one.structure.name}`}
                </span>
                <Button
                  aria-label={`${t('appointments.choose')}, ${one.name}`}
                  onPress={() => {
                    look.reset();
                    onChange(one.name, one.id);
                  }}
                >
                  {t('appointments.choose')}
                </Button>
              </li>
            ))}
          </ul>
        )}
      </div>
    </>
  );
}
