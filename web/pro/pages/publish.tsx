import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { ApiFailure, api } from '../../kit/api.ts';
import { Button } from '../../kit/button.tsx';
import { Failed, Loaded } from '../../kit/loaded.tsx';
import { ToggleGroup } from '../../kit/toggleGroup.tsx';
import { PatientFrame } from '../patientFrame.tsx';
import { PrescriptionForm } from '../prescriptionForm.tsx';
import { PublishForm } from '../publishForm.tsx';
import { Allergies } from '../publishing/allergies.tsx';
import { usePublicationKey } from '../publishing/key.ts';
import { Outcome, type PublicationAnswer } from '../publishing/outcome.tsx';
import { lettersOf, Sending, type SendingDraft, sendsNothing, useSendingBoxes } from '../publishing/sending.tsx';
import { patientBase, patientQuery, publishableQuery } from '../queries.ts';
import type { Patient, Publication, Written } from '../shapes.ts';
import { VaccinationForm } from '../vaccinationForm.tsx';
import type { Represented } from '../visibility.tsx';
import '../publishing/publishing.css';

const whats = ['pdf', 'photos', 'prescription', 'vaccination'] as const;
type What = (typeof whats)[number];

/** Publier: what, who may see it, to whom it goes; one act, and one answer that tells what became of each part of it. */
export default function PublishPage({ record, first = 'pdf' }: { record: string; first?: What }) {
  const { t } = useTranslation('pro');
  const client = useQueryClient();
  const patient = useQuery(patientQuery(record)).data;
  const isQualified = patient?.matricule !== undefined;
  const types = useQuery(publishableQuery);
  const mailboxes = useSendingBoxes();
  const [what, setWhat] = useState<What>(first);
  const [draft, setDraft] = useState<SendingDraft>(sendsNothing);
  const [fault, setFault] = useState<string>();
  const { key, forget, renew } = usePublicationKey();
  const publish = useMutation({
    mutationFn: (body: object) => api<PublicationAnswer>('POST', `${patientBase(record)}/publications`, body),
    onSuccess: () => {
      forget();
      return client.invalidateQueries({ queryKey: [...patientQuery(record).queryKey, 'documents'] });
    },
  });
  const send = (publication: object) => {
    const left = draft.typed.trim() !== '';
    setFault(left ? t('publishing.typedLeft') : undefined);
    if (left) document.getElementById('colleagues')?.focus();
    else publish.mutate({ ...publication, ...lettersOf(draft, mailboxes), key });
  };
  const shared = {
    isBusy: publish.isPending,
    represented: representedOf(patient),
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
        {isAnother(publish.error) && (
          <p>
            <Button onPress={() => publish.mutate({ ...publish.variables, key: renew() })}>{t('publishing.another')}</Button>
          </p>
        )}
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
          renew();
          setDraft(sendsNothing);
          document.querySelector<HTMLElement>('main h1')?.focus();
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
          {what === 'prescription' && (
            <>
              <Allergies record={record} />
              <PrescriptionForm {...shared} onPublish={write('prescription')} />
            </>
          )}
          {what === 'vaccination' && <VaccinationForm {...shared} onPublish={write('vaccination')} />}
        </>
      )}
    </PatientFrame>
  );
}

function representedOf(patient: Patient | undefined): Represented {
  if (patient?.minor !== true) return 'no';
  return patient.access?.secret === true ? 'secret' : 'minor';
}

/** This form, otherwise filled, has published a document whose answer was lost. */
const isAnother = (error: unknown): boolean => error instanceof ApiFailure && error.code === 'documents.published-otherwise';
