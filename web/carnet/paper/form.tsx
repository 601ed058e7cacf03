import { useMutation, useQueryClient } from '@tanstack/react-query';
import { type SubmitEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { api } from '../../kit/api.ts';
import { Button } from '../../kit/button.tsx';
import { Checkbox } from '../../kit/checkboxes.tsx';
import { DateField } from '../../kit/dateField.tsx';
import { today } from '../../kit/dates.ts';
import { ErrorSummary, type FieldFault, faultOf } from '../../kit/errorSummary.tsx';
import { Field } from '../../kit/field.tsx';
import { Failed } from '../../kit/loaded.tsx';
import { PhotoPages } from '../../kit/photo/pages.tsx';
import { bytesOf, mostPhotoBytes, type Photo, pagesOf } from '../../kit/photo/photo.ts';
import { Select } from '../../kit/select.tsx';
import type { DocumentSummary } from '../../kit/shapes.ts';
import { type PaperKind, paperKinds } from './kinds.ts';

interface PaperFormProps {
  readonly isActing: boolean;
  readonly onAdded: (document: DocumentSummary) => void;
}

const none: readonly FieldFault[] = [];

/** The photos first, then what they are. */
export function PaperForm({ isActing, onAdded }: PaperFormProps) {
  const { t } = useTranslation('carnet');
  const client = useQueryClient();
  const [photos, setPhotos] = useState<readonly Photo[]>([]);
  const [kind, setKind] = useState<PaperKind>();
  const [title, setTitle] = useState('');
  const [date, setDate] = useState(today());
  const [hidden, setHidden] = useState(false);
  const [faults, setFaults] = useState<readonly FieldFault[]>([]);
  const add = useMutation({
    mutationFn: async () =>
      api<DocumentSummary>('POST', '/api/carnet/papers', {
        typeCode: kind,
        title: title.trim(),
        date,
        hiddenFromProfessionals: hidden,
        pages: await pagesOf(photos),
      }),
    onSuccess: async (document) => {
      onAdded(document);
      await Promise.all(['home', 'documents', 'log'].map((key) => client.invalidateQueries({ queryKey: [key] })));
    },
  });

  const found = (): FieldFault[] => {
    const faults: FieldFault[] = [];
    if (photos.length === 0) faults.push({ field: 'photos', sentence: t('paper.fault.photos') });
    else if (bytesOf(photos) > mostPhotoBytes) faults.push({ field: 'photos', sentence: t('paper.fault.heavy') });
    if (kind === undefined) faults.push({ field: 'kind', sentence: t('paper.fault.kind') });
    if (title.trim().length < 3) faults.push({ field: 'title', sentence: t('paper.fault.name') });
    if (date === '' || date > today()) faults.push({ field: 'date', sentence: t('paper.fault.date') });
    return faults;
  };
  // What was corrected since is no longer told beside its field; the list on top stays until the form is sent again, or nothing is left of it.
  const left = new Set(found().map(({ field }) => field));
  const now = faults.filter(({ field }) => left.has(field));
  const send = (event: SubmitEvent): void => {
    event.preventDefault();
    const wrong = found();
    setFaults(wrong);
    if (wrong.length === 0) add.mutate();
  };
  const choose = (code: string): void => {
    const chosen = paperKinds.find((one) => one === code);
    // A title that was not typed says what the paper is.
    const before = kind === undefined ? '' : t(`paper.kinds.${kind}`);
    if (chosen !== undefined && (title === '' || title === before)) setTitle(t(`paper.kinds.${chosen}`));
    setKind(chosen);
  };
  const options = paperKinds.map((code) => ({ value: code, label: t(`paper.kinds.${code}`) }));
  return (
    <form noValidate onSubmit={send}>
      <ErrorSummary faults={now.length === 0 ? none : faults} />
      <section className="card">
        <PhotoPages id="photos" photos={photos} onChange={setPhotos} error={faultOf(now, 'photos')} />
      </section>
      <section className="card" aria-labelledby="what">
        <h2 id="what">{t('paper.what')}</h2>
        <Select
          id="kind"
          label={t('paper.kind')}
          none={t('paper.kindNone')}
          isWide
          value={kind ?? ''}
          options={options}
          error={faultOf(now, 'kind')}
          onChange={choose}
        />
        <Field
          id="title"
          label={t('paper.name')}
          hint={t('paper.nameHint')}
          error={faultOf(now, 'title')}
          value={title}
          maxLength={200}
          isRequired
          onChange={setTitle}
        />
        <DateField
          id="date"
          label={t('paper.date')}
          hint={t('paper.dateHint')}
          error={faultOf(now, 'date')}
          value={date}
          max={today()}
          isRequired
          onChange={setDate}
        />
        <Checkbox isSelected={hidden} onChange={setHidden}>
          {t('paper.hide')}
        </Checkbox>
        <p className="hint">{t('paper.hideHint')}</p>
      </section>
      {add.error && <Failed error={add.error} />}
      <p className="hint">{t('paper.truth')}</p>
      <Button type="submit" look="main" isDisabled={add.isPending}>
        {add.isPending ? t('wait', { ns: 'kit' }) : t(isActing ? 'paper.addActing' : 'paper.add')}
      </Button>
    </form>
  );
}
