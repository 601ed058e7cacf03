import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { api } from '../../kit/api.ts';
import { Failed, Loaded } from '../../kit/loaded.tsx';
import { ToggleGroup } from '../../kit/toggleGroup.tsx';
import { PatientFrame } from '../patientFrame.tsx';
import { PrescriptionForm } from '../prescriptionForm.tsx';
import { PublishForm } from '../publishForm.tsx';
import { Outcome, type PublicationAnswer } from '../publishing/outcome.tsx';
import { lettersOf, Sending, type SendingDraft, sendsNothing, useSendingBoxes } from '../publishing/sending.tsx';
import { patientBase, patientQuery, publishableQuery } from '../queries.ts';
import type { Publication, Written } from '../shapes.ts';
import { VaccinationForm } from '../vaccinationForm.tsx';
import '../publishing/publishing.css';

const whats = ['pdf', 'photos', 'prescription', 'vaccination'] as const;
type What = (typeof whats)[number];

/** Publier: what, who may see it, to whom it goes; one act, and one answer that tells what became of each part of it. */
export default function PublishPage({ record, first = 'pdf' }: { record: string; first?: What }) {
  const { t } = useTranslation('pro');
  const client = useQueryClient();
  const isQualified = useQuery(patientQuery(record)).data?.matricule !== undefined;
  const types = useQuery(publishableQuery);
  const mailboxes = useSendingBoxes();
  const [what, setWhat] = useState<What>(first);
  const [draft, setDraft] = useState<SendingDraft>(sendsNothing);
  const [fault, setFault] = useState<string>();
  const publish = useMutation({
    mutationFn: (publication: object) =>
      api<PublicationAnswer>('POST', `${patientBase(record)}/publications`, { ...publication, ...lettersOf(draft, mailboxes) }),
    onSuccess: () => client.invalidateQueries({ queryKey: [...patientQuery(record).queryKey, 'documents'] }),
  });
  const send = (publication: object) => {
    const left = draft.typed.trim() !== '';
    setFault(left ? t('publishing.typedLeft') : undefined);
    if (left) document.getElementById('colleagues')?.focus();
    else publish.mutate(publication);
  };
  const shared = {
    isBusy: publish.isPending,
    sending: (
      <>
        <Sending
          draft={draft}
          mailboxes={mailboxes}
          isQualified={isQualified}
          error={fault}
          onChange={(part) => setDraft((now) => ({ ...now, ...part }))}
        />
        {publish.isError && <Failed error={publish.error} />}
      </>
    ),
  };
  const write = (kind: What) => (written: Written) => send({ ...written, what: 'form', kind });
  return (
    <PatientFrame
      record={record}
      title={t(what === 'prescription' || what === 'vaccination' ? `${what}.title` : 'publish.title')}
    >
      <Outcome
        record={record}
        isQualified={isQualified}
        made={publish.data}
        onAgain={() => {
          publish.reset();
          setDraft(sendsNothing);
        }}
      />
      {!publish.data && (
        <>
          <p className="lead">{t(what === 'prescription' || what === 'vaccination' ? `${what}.lead` : 'publishing.lead')}</p>
          <p>
            <ToggleGroup
              label={t('publishing.what')}
              chosen={what}
              options={whats.map((value) => ({ value, label: t(`publishing.whats.${value}`) }))}
              onChoose={setWhat}
            />
          </p>
          {(what === 'pdf' || what === 'photos') && (
            <Loaded query={types}>
              {(answer) => (
                <PublishForm
                  {...shared}
                  source={what}
                  types={answer.types}
                  onPublish={(publication: Publication) => send(publication)}
                />
              )}
            </Loaded>
          )}
          {what === 'prescription' && <PrescriptionForm {...shared} onPublish={write('prescription')} />}
          {what === 'vaccination' && <VaccinationForm {...shared} onPublish={write('vaccination')} />}
        </>
      )}
    </PatientFrame>
  );
}
