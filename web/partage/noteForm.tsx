import { useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Button } from '../kit/button.tsx';
import { said } from '../kit/i18n.ts';
import { Status } from '../kit/status.tsx';
import type { Payload } from './link.ts';
import { leaveNote, Refused, type Reader as Who } from './open.ts';

const longest = 2000;

/** Words for the person who shared. They are told who says they wrote them, and that nothing proves it. */
export function NoteForm({ link, who }: { link: Payload; who: Who }) {
  const { t } = useTranslation('partage');
  const [words, setWords] = useState('');
  const [fault, setFault] = useState<string>();
  const [done, setDone] = useState(false);
  const busy = useRef(false);
  const field = useRef<HTMLTextAreaElement>(null);

  const send = async (): Promise<void> => {
    if (busy.current) return;
    setDone(false);
    if (words.trim() === '') {
      setFault(t('note.empty'));
      field.current?.focus();
      return;
    }
    busy.current = true;
    setFault(undefined);
    try {
      await leaveNote(link, who, words.trim());
      setWords('');
      setDone(true);
    } catch (error) {
      setFault(error instanceof Refused && error.sentence !== undefined ? said(error.sentence) : t('ask.failed'));
    } finally {
      busy.current = false;
    }
  };

  return (
    <section className="card screen-only" aria-labelledby="note-title">
      <h2 id="note-title">{t('note.title')}</h2>
      <Status tone="done">{done && <p>{t('note.done')}</p>}</Status>
      <form
        noValidate
        onSubmit={(event) => {
          event.preventDefault();
          void send();
        }}
      >
        <div className="field">
          <label htmlFor="note">{t('note.label')}</label>
          <p className="hint" id="note-hint">
            {t('note.hint', { name: who.recipient })}
          </p>
          <p className="error" id="note-error" role="alert">
            {fault ?? ''}
          </p>
          <textarea
            id="note"
            ref={field}
            rows={5}
            maxLength={longest}
            value={words}
            aria-invalid={fault !== undefined}
            aria-describedby="note-hint note-error"
            onChange={(event) => setWords(event.target.value)}
          />
        </div>
        <Button type="submit">{t('note.send')}</Button>
      </form>
    </section>
  );
}
