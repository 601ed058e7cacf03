import { useMutation, useQueryClient } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { api } from '../../kit/api.ts';
import { Failed } from '../../kit/loaded.tsx';
import type { DocumentSummary } from '../../kit/shapes.ts';
import { PatientFrame } from '../patientFrame.tsx';
import { PrescriptionForm } from '../prescriptionForm.tsx';
import { Published } from '../published.tsx';
import { patientBase, patientQuery } from '../queries.ts';
import type { Written } from '../shapes.ts';
import { VaccinationForm } from '../vaccinationForm.tsx';

const forms = { prescription: PrescriptionForm, vaccination: VaccinationForm } as const;

/** A document that is written here, field by field; what was stored is said with the way to it. */
export default function WritePage({ record, kind }: { readonly record: string; readonly kind: keyof typeof forms }) {
  const { t } = useTranslation('pro');
  const client = useQueryClient();
  const publish = useMutation({
    mutationFn: (written: Written) => api<DocumentSummary>('POST', `${patientBase(record)}/forms/${kind}`, written),
    onSuccess: () => client.invalidateQueries({ queryKey: [...patientQuery(record).queryKey, 'documents'] }),
  });
  const back = (
    <p className="back">
      <Link to={`/p/${record}`}>{t('publish.back')}</Link>
    </p>
  );
  const Form = forms[kind];
  return (
    <PatientFrame record={record} title={t(`${kind}.title`)} before={back}>
      <Published record={record} made={publish.data} onAgain={() => publish.reset()} />
      {!publish.data && (
        <>
          <p className="lead">{t(`${kind}.lead`)}</p>
          <Form isBusy={publish.isPending} onPublish={(written) => publish.mutate(written)} />
          {publish.isError && <Failed error={publish.error} />}
        </>
      )}
    </PatientFrame>
  );
}
