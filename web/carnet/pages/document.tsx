import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { DocumentBody } from '../../kit/documentBody.tsx';
import { DocumentFacts } from '../../kit/documentFacts.tsx';
import { DocumentFamily } from '../../kit/documentFamily.tsx';
import { Page } from '../../kit/page.tsx';
import { Archive } from '../archive.tsx';
import { TakeBack } from '../paper/takeBack.tsx';
import { documentQuery } from '../queries.ts';
import { Slow } from '../slow.tsx';
import { Visibility } from '../visibility.tsx';

/** One document: the answer first (who, when, what), then what it says, then who may see it. */
export default function DocumentPage({ id }: { id: string }) {
  const { t } = useTranslation('carnet');
  const query = useQuery(documentQuery(id));
  const back = (
    <p className="back">
      <Link to="/sante/documents">{t('doc.back', { ns: 'kit' })}</Link>
    </p>
  );
  return (
    <Page title={query.data?.title ?? t('document.loading')} titleLang={query.data && 'fr'} space={t('space')} before={back}>
      <Slow rows={4} query={query}>
        {(doc) => (
          <>
            <DocumentFacts document={doc} audience="citizen" addressOf={(other) => `/sante/documents/${other}`} />
            <DocumentBody document={doc} />
            <DocumentFamily document={doc} addressOf={(other) => `/sante/documents/${other}`} />
            <Visibility document={doc} />
            <Archive document={doc} />
            <TakeBack document={doc} />
          </>
        )}
      </Slow>
    </Page>
  );
}
