import { Link } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { show } from './dates.ts';
import { type Audience, DocumentBadges } from './documentList.tsx';
import { plain } from './plain.ts';
import type { DocumentDetail } from './shapes.ts';
import { Notice } from './status.tsx';

export function Fact({ term, children }: { term: string; children: ReactNode }) {
  return (
    <div className="fact">
      <dt>{term}</dt>
      <dd>{children}</dd>
    </div>
  );
}

interface FactsProps {
  readonly document: DocumentDetail;
  readonly audience: Audience;
  readonly addressOf: (id: string) => string;
}

/** The answer before the document: who, when, what kind, in which version. */
export function DocumentFacts({ document: doc, audience, addressOf }: FactsProps) {
  const { t } = useTranslation();
  return (
    <>
      {doc.status === 'superseded' && (
        <Notice tone="attention" title={t(doc.replacedBy ? 'doc.replacedTitle' : 'doc.endedTitle')}>
          <p>{t(doc.replacedBy ? 'doc.replacedText' : 'doc.endedText')}</p>
          {doc.replacedBy && (
            <p>
              <Link to={addressOf(doc.replacedBy)}>{t('doc.openNew')}</Link>
            </p>
          )}
        </Notice>
      )}
      <DocumentBadges document={doc} audience={audience} />
      <dl className="facts card">
        <Fact term={t('doc.author')}>
          {doc.author.name}
          {doc.author.specialtyLabel && <span lang="fr">, {plain(doc.author.specialtyLabel)}</span>}
        </Fact>
        {doc.structure && <Fact term={t('doc.structure')}>{doc.structure}</Fact>}
        <Fact term={t('doc.date')}>
          <time dateTime={doc.date}>{show(doc.date, 'day')}</time>
        </Fact>
        <Fact term={t('doc.type')}>
          <span lang="fr">{plain(doc.type.label)}</span>
        </Fact>
        <Fact term={t('doc.deposited')}>
          <time dateTime={doc.depositedAt}>{show(doc.depositedAt, 'moment')}</time>
        </Fact>
        {(doc.version > 1 || doc.replaces) && (
          <Fact term={t('doc.version')}>
            {doc.version}
            {doc.replaces && (
              <>
                {' — '}
                <Link to={addressOf(doc.replaces)}>{t('doc.openOld')}</Link>
              </>
            )}
          </Fact>
        )}
      </dl>
    </>
  );
}
