import { Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { show } from './dates.ts';
import type { DocumentDetail, RelatedDocument } from './shapes.ts';

interface FamilyProps {
  readonly document: DocumentDetail;
  readonly addressOf: (id: string) => string;
}

/** The other versions of a document and what completes it; nothing for a document that stands alone. */
export function DocumentFamily({ document: doc, addressOf }: FamilyProps) {
  const { t } = useTranslation();
  const addenda = doc.addenda.filter(({ id }) => id !== doc.id);
  if (doc.versions.length < 2 && addenda.length === 0 && doc.appends === undefined) return null;
  return (
    <section className="card" aria-labelledby="family">
      <h2 id="family">{t('family.title')}</h2>
      {doc.appends !== undefined && (
        <p>
          <Link to={addressOf(doc.appends)}>{t('family.completed')}</Link>
        </p>
      )}
      {doc.versions.length > 1 && (
        <>
          <h3>{t('family.versions')}</h3>
          <Links of={doc.versions} here={doc.id} addressOf={addressOf} />
        </>
      )}
      {addenda.length > 0 && (
        <>
          <h3>{t('family.addenda')}</h3>
          <Links of={addenda} here={doc.id} addressOf={addressOf} />
        </>
      )}
    </section>
  );
}

interface LinksProps {
  readonly of: readonly RelatedDocument[];
  readonly here: string;
  readonly addressOf: (id: string) => string;
}

function Links({ of, here, addressOf }: LinksProps) {
  const { t } = useTranslation();
  return (
    <ul>
      {of.map(({ id, title, depositedAt, status }) => (
        <li key={id}>
          {id === here ? (
            <span aria-current="page">
              <span lang="fr">{title}</span> — {t('family.here')}
            </span>
          ) : (
            <Link to={addressOf(id)} lang="fr">
              {title}
            </Link>
          )}
          {', '}
          <time dateTime={depositedAt}>{show(depositedAt, 'moment')}</time>
          {status === 'superseded' && <> — {t('family.old')}</>}
        </li>
      ))}
    </ul>
  );
}
