import { Link } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { Badge } from './badge.tsx';
import { show } from './dates.ts';
import { plain } from './plain.ts';
import type { DocumentSummary } from './shapes.ts';

export type Audience = 'citizen' | 'professional';

/** The states of a document in words: nothing at all for an ordinary one (DMP EX_3.1-1080). */
export function DocumentBadges({ document: doc, audience }: { document: DocumentSummary; audience: Audience }) {
  const { t } = useTranslation();
  const any = doc.isNew || doc.status === 'superseded' || doc.archived || doc.hiddenFromProfessionals || doc.hiddenFromPatient;
  if (!any) return null;
  return (
    <p className="badges">
      {doc.isNew && (
        <Badge tone="info" icon="spark">
          {t('badge.isNew')}
        </Badge>
      )}
      {doc.status === 'superseded' && (
        <Badge tone="quiet" icon="replaced">
          {t(doc.replacedBy === undefined ? 'badge.ended' : 'badge.superseded')}
        </Badge>
      )}
      {doc.archived && (
        <Badge tone="quiet" icon="archive">
          {t('badge.archived')}
        </Badge>
      )}
      {doc.hiddenFromProfessionals && (
        <Badge tone="attention" icon="hidden">
          {t(audience === 'citizen' ? 'badge.hiddenFromProfessionals' : 'badge.maskedFromProfessionals')}
        </Badge>
      )}
      {doc.hiddenFromPatient && (
        <Badge tone="attention" icon="later">
          {t('badge.hiddenFromPatient')}
        </Badge>
      )}
    </p>
  );
}

/** Who wrote a document: name, specialty when known, structure when known. */
export function authorOf(doc: DocumentSummary): string {
  return [doc.author.name, plain(doc.author.specialtyLabel ?? ''), doc.structure].filter(Boolean).join(', ');
}

/** The same as words of a page: the specialty is that of the French nomenclature. */
export function Author({ document: { author, structure } }: { document: DocumentSummary }) {
  const { name, specialtyLabel } = author;
  return (
    <>
      {name}
      {specialtyLabel && (
        <>
          {name && ', '}
          <span lang="fr">{plain(specialtyLabel)}</span>
        </>
      )}
      {structure && `${name || specialtyLabel ? ', ' : ''}${structure}`}
    </>
  );
}

interface ListProps<T extends DocumentSummary> {
  readonly documents: readonly T[];
  readonly audience: Audience;
  readonly addressOf: (id: string) => string;
  readonly label?: string;
  /** What else a row says. */
  readonly under?: (document: T) => ReactNode;
}

/** Documents, one row each: the title is the link, then when, what kind and who. Titles keep their author's language. */
export function DocumentList<T extends DocumentSummary>({ documents, audience, addressOf, label, under }: ListProps<T>) {
  return (
    <ul className="doc-list" {...(label ? { 'aria-label': label } : {})}>
      {documents.map((doc) => (
        <li key={doc.id} className={doc.status === 'superseded' ? 'doc doc-old' : 'doc'}>
          <div className="doc-head">
            <Link to={addressOf(doc.id)} className="doc-title" lang="fr">
              {doc.title}
            </Link>
            <DocumentBadges document={doc} audience={audience} />
          </div>
          <p className="doc-facts">
            <span>
              <time dateTime={doc.date}>{show(doc.date, 'day')}</time>
              {plain(doc.type.label) !== doc.title && (
                <>
                  {' '}
                  <span aria-hidden="true">·</span> <span lang="fr">{plain(doc.type.label)}</span>
                </>
              )}
            </span>
            <span className="doc-author">
              <Author document={doc} />
            </span>
          </p>
          {under?.(doc)}
        </li>
      ))}
    </ul>
  );
}
