import { Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { Badge } from '../../kit/badge.tsx';
import { show } from '../../kit/dates.ts';
import { Author, DocumentBadges } from '../../kit/documentList.tsx';
import { Passage } from '../../kit/passage.tsx';
import type { DataLine, DocumentLine, Line } from './shapes.ts';

interface LinesProps {
  readonly record: string;
  readonly lines: readonly Line[];
  /** The document that is open beside. */
  readonly opened: string | undefined;
  /** Documents open beside the list; else on a page of their own. */
  readonly isWide: boolean;
}

/** The lines of the chronology, one row each: when, what, by whom, in which state. */
export function Lines({ record, lines, opened, isWide }: LinesProps) {
  const { t } = useTranslation('pro');
  return (
    <ol className="chr-lines card" aria-label={t('chronology.list')}>
      {lines.map((line) => (
        <li key={line.key} className={line.isNew ? 'chr-line chr-new' : 'chr-line'}>
          {line.kind === 'document' ? (
            <OfDocument record={record} line={line} isOpen={line.document.id === opened} isWide={isWide} />
          ) : (
            <OfData record={record} line={line} />
          )}
        </li>
      ))}
    </ol>
  );
}

function OfDocument({ record, line, isOpen, isWide }: { record: string; line: DocumentLine; isOpen: boolean; isWide: boolean }) {
  const { document: doc, match } = line;
  const { t } = useTranslation('pro');
  const target = isWide
    ? { to: `/p/${record}/chronologie`, search: { ouvert: doc.id }, resetScroll: false }
    : { to: `/p/${record}/documents/${doc.id}` };
  return (
    <>
      <p className="chr-when">
        <time dateTime={doc.date}>{show(doc.date, 'shortDay')}</time>
        <span lang="fr">{doc.category.label}</span>
      </p>
      <Link {...target} className="chr-link" lang="fr" activeProps={{}} aria-current={isOpen ? 'true' : undefined}>
        {doc.title}
      </Link>
      <p className="chr-facts">
        <Author document={doc} />
      </p>
      <DocumentBadges document={doc} audience="professional" />
      {doc.hiddenFromRepresentatives === true && (
        <p className="badges">
          <Badge tone="attention" icon="hidden">
            {t('chronology.warn.representativesTitle')}
          </Badge>
        </p>
      )}
      {match && <Passage found={match} />}
    </>
  );
}

function OfData({ record, line }: { record: string; line: DataLine }) {
  const { t } = useTranslation('pro');
  const { kind, at, title, detail, author, isNew, undone } = line;
  const isComing = kind === 'appointment' && new Date(at) > new Date();
  return (
    <>
      <p className="chr-when">
        <time dateTime={at}>{show(at, 'shortDay')}</time>
        <span>{t(`chronology.one.${kind}`)}</span>
      </p>
      {kind === 'results' && detail === undefined ? (
        <Link to={`/p/${record}/resultats`} className="chr-link" lang="fr">
          {title}
        </Link>
      ) : (
        <p className="chr-title">{title ? <span lang="fr">{title}</span> : t(`chronology.one.${kind}`)}</p>
      )}
      {(author ?? detail) !== undefined && (
        <p className="chr-facts">
          {[author, kind === 'vaccination' && detail !== undefined ? t('chronology.batch', { lot: detail }) : undefined]
            .filter((part) => part !== undefined)
            .join(', ')}
          {kind === 'results' && detail !== undefined && <span lang="fr"> {detail}</span>}
          {kind === 'stay' && detail !== undefined && ` ${t('chronology.untilDay', { date: show(detail, 'shortDay') })}`}
        </p>
      )}
      {(isNew || undone !== undefined || isComing) && (
        <p className="badges">
          {isNew && (
            <Badge tone="info" icon="spark">
              {t('chronology.fresh')}
            </Badge>
          )}
          {undone !== undefined && (
            <Badge tone="quiet" icon="blocked">
              {t('chronology.undone')}
            </Badge>
          )}
          {isComing && undone === undefined && (
            <Badge tone="info" icon="later">
              {t('chronology.coming')}
            </Badge>
          )}
        </p>
      )}
    </>
  );
}
