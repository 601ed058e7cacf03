import { Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { Button } from '../kit/button.tsx';
import type { DocumentSummary } from '../kit/shapes.ts';
import { Status } from '../kit/status.tsx';

interface PublishedProps {
  readonly record: string;
  /** What was stored; nothing is said before. */
  readonly made: DocumentSummary | undefined;
  readonly onAgain: () => void;
}

/** What was stored, and the ways on. */
export function Published({ record, made, onAgain }: PublishedProps) {
  const { t } = useTranslation('pro');
  return (
    <Status tone="done">
      {made && (
        <>
          <p className="notice-title">{t('publish.doneTitle')}</p>
          <p>{t('publish.done', { title: made.title })}</p>
          <p className="actions">
            <Link to={`/p/${record}/documents/${made.id}`}>{t('publish.open')}</Link>
            <Button onPress={onAgain}>{t('publish.again')}</Button>
          </p>
        </>
      )}
    </Status>
  );
}
