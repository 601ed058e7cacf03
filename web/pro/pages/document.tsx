import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { DocumentBody } from '../../kit/documentBody.tsx';
import { DocumentFacts } from '../../kit/documentFacts.tsx';
import { DocumentFamily } from '../../kit/documentFamily.tsx';
import { Loaded } from '../../kit/loaded.tsx';
import { Notice } from '../../kit/status.tsx';
import { Priors } from '../chronology/priors.tsx';
import { useIsWide } from '../chronology/useChronology.ts';
import { BeforeOpening } from '../chronology/warning.tsx';
import { DocumentLife } from '../documentLife.tsx';
import { SendDocuments } from '../mail/sendDocuments.tsx';
import { PatientFrame } from '../patientFrame.tsx';
import { documentQuery, patientQuery } from '../queries.ts';

/** One document of a patient, with the warning that its visibility asks for (DMP EX_3.2-1025). */
export default function DocumentPage({ record, id }: { record: string; id: string }) {
  const { t } = useTranslation('pro');
  const patient = useQuery(patientQuery(record)).data;
  const isWide = useIsWide();
  const isOpen = patient?.access != null;
  const query = useQuery({ ...documentQuery(record, id), enabled: isOpen });
  const back = (
    <p className="back">
      <Link to={`/p/${record}/chronologie`}>{t('document.back')}</Link>
    </p>
  );
  return (
    <PatientFrame record={record} title={query.data?.title ?? t('document.loading')} titleLang={query.data && 'fr'} before={back}>
      <Loaded query={query}>
        {(doc) => (
          <BeforeOpening document={doc}>
            {doc.hiddenFromProfessionals && (
              <Notice tone="attention" title={t('document.maskedTitle')}>
                <p>{t('document.masked')}</p>
              </Notice>
            )}
            <DocumentFacts document={doc} audience="professional" addressOf={(other) => `/p/${record}/documents/${other}`} />
            {isWide && <Priors record={record} of={doc.id} priors={doc.priors ?? []} />}
            <DocumentBody document={doc} />
            <DocumentFamily document={doc} addressOf={(other) => `/p/${record}/documents/${other}`} />
            <SendDocuments record={record} ids={[doc.id]} isQualified={patient?.matricule !== undefined} />
            <DocumentLife record={record} document={doc} />
          </BeforeOpening>
        )}
      </Loaded>
    </PatientFrame>
  );
}
