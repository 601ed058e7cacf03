import { Link } from '@tanstack/react-router';
import { useEffect, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { Button } from '../../kit/button.tsx';
import { said } from '../../kit/i18n.ts';
import { Icon } from '../../kit/icon.tsx';
import type { DocumentSummary, Sentence } from '../../kit/shapes.ts';
import { Status } from '../../kit/status.tsx';
import { SendDocuments } from '../mail/sendDocuments.tsx';

/** What the API answers to a publication. */
export interface PublicationAnswer {
  readonly document: DocumentSummary;
  readonly outcomes: readonly {
    readonly to: 'record' | 'colleagues' | 'patient';
    readonly state: 'kept' | 'sent' | 'failed';
    readonly delivered?: readonly string[];
    readonly queued?: readonly string[];
    readonly sentence?: Sentence;
  }[];
}

interface OutcomeProps {
  readonly record: string;
  readonly isQualified: boolean;
  /** What was published; nothing is said before. */
  readonly made: PublicationAnswer | undefined;
  readonly onAgain: () => void;
}

/** What became of one publication, for each of those to whom it was to go, and the ways on. */
export function Outcome({ record, isQualified, made, onAgain }: OutcomeProps) {
  const { t } = useTranslation('pro');
  const failed = made?.outcomes.some(({ state }) => state === 'failed') === true;
  const title = useRef<HTMLParagraphElement>(null);
  const published = made?.document.id;
  useEffect(() => {
    if (published === undefined) return;
    // It takes the place of a long form: it is read from its beginning, not under the identity.
    window.scrollTo(0, 0);
    title.current?.focus({ preventScroll: true });
  }, [published]);
  return (
    <>
      <Status tone={failed ? 'attention' : 'done'}>
        {made && (
          <>
            <p ref={title} tabIndex={-1} className="notice-title">
              {t(failed ? 'publishing.failedTitle' : 'publish.doneTitle')}
            </p>
            <ul className="pub-outcomes">
              {linesOf(made, t).map(({ words, isDone }) => (
                <li key={words}>
                  <Icon name={isDone ? 'done' : 'warning'} /> {words}
                </li>
              ))}
            </ul>
            {failed && <p>{t('publishing.retry')}</p>}
            <p className="actions">
              <Link to={`/p/${record}/documents/${made.document.id}`}>{t('publish.open')}</Link>
              <Button onPress={onAgain}>{t('publish.again')}</Button>
            </p>
          </>
        )}
      </Status>
      {made && failed && <SendDocuments record={record} ids={[made.document.id]} isQualified={isQualified} />}
    </>
  );
}

type Say = ReturnType<typeof useTranslation<'pro'>>['t'];

function linesOf({ document, outcomes }: PublicationAnswer, t: Say): readonly { words: string; isDone: boolean }[] {
  return outcomes.flatMap(({ to, state, delivered = [], queued = [], sentence }) => {
    if (state === 'kept') return [{ words: t('publish.done', { title: document.title }), isDone: true }];
    if (state === 'failed') {
      const what = t(to === 'patient' ? 'publishing.failedPatient' : 'publishing.failedColleagues');
      return [{ words: [what, sentence && said(sentence)].filter(Boolean).join(' '), isDone: false }];
    }
    if (to === 'patient') return [{ words: t('publishing.sentPatient'), isDone: true }];
    return [
      ...delivered.map((address) => ({ words: t('publishing.sentOne', { address }), isDone: true })),
      ...queued.map((address) => ({ words: t('publishing.queuedOne', { address }), isDone: true })),
    ];
  });
}
