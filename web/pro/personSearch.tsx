import { useLocation, useNavigate } from '@tanstack/react-router';
import { type SubmitEvent, useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Icon } from '../kit/icon.tsx';
import { askFor } from './asked.ts';

/** The box of the header, on every screen: a matricule or a name, and on to who was found. */
export function PersonSearch() {
  const { t } = useTranslation('pro');
  const navigate = useNavigate();
  const [text, setText] = useState('');
  const field = useRef<HTMLInputElement>(null);
  const isAnswered = useLocation({ select: ({ pathname }) => pathname.endsWith('/patients') });
  useEffect(() => {
    // It names a person: it stays beside its answer, to be corrected, and nowhere else.
    if (!isAnswered) setText('');
  }, [isAnswered]);
  const submit = (event: SubmitEvent) => {
    event.preventDefault();
    if (text.trim() !== '') askFor(text);
    field.current?.select();
    void navigate({ to: '/patients' });
  };
  return (
    <search className="pt-find">
      <form onSubmit={submit}>
        <label htmlFor="person-search" className="for-readers">
          {t('day.find')}
        </label>
        <Icon name="search" />
        <input
          ref={field}
          id="person-search"
          type="search"
          autoComplete="off"
          spellCheck={false}
          maxLength={200}
          placeholder={t('day.findHint')}
          value={text}
          onChange={(event) => setText(event.target.value)}
        />
        <button type="submit">{t('day.findGo')}</button>
      </form>
    </search>
  );
}
