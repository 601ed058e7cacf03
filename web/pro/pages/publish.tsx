import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { api } from '../../kit/api.ts';
import { Failed, Loaded } from '../../kit/loaded.tsx';
import type { DocumentSummary } from '../../kit/shapes.ts';
import { PatientFrame } from '../patientFrame.tsx';
import { Published } from '../published.tsx';
import { PublishForm } from '../publishForm.tsx';
import { patientBase, patientQuery, publishableQuery } from '../queries.ts';
import type { Publication } from '../shapes.ts';

/** Publier: one form; what was stored is said with the way to it. */
export default function PublishPage({ record }: { record: string }) {
  const { t } = useTranslation('pro');
  const client = useQueryClient();
  const types = useQuery(publishableQuery);
  const publish = useMutation({
    mutationFn: (publication: Publication) => api<DocumentSummary>('POST', `${patientBase(record)}/documents`, publication),
    onSuccess: () => client.invalidateQueries({ queryKey: [...patientQuery(record).queryKey, 'documents'] }),
  });
  const back = (
    <p className="back">
      <Link to={`/p/${record}`}>{t('publish.back')}</Link>
    </p>
  );
  return (
    <PatientFrame record={record} title={t('publish.title')} before={back}>
      <Published record={record} made={publish.data} onAgain={() => publish.reset()} />
      {!publish.data && (
        <>
          <p className="lead">{t('publish.lead')}</p>
          <Loaded query={types}>
            {(answer) => <PublishForm types={answer.types} isBusy={publish.isPending} onPublish={(one) => publish.mutate(one)} />}
          </Loaded>
          {publish.isError && <Failed error={publish.error} />}
        </>
      )}
    </PatientFrame>
  );
}
