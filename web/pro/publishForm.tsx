import type { TFunction } from 'i18next';
import { type SubmitEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Button } from '../kit/button.tsx';
import { today } from '../kit/dates.ts';
import { ErrorSummary, type FieldFault, faultOf } from '../kit/errorSummary.tsx';
import { Field } from '../kit/field.tsx';
import { base64Of, largestPdfBytes, looksLikePdf } from './pdfFile.ts';
import type { Publication, PublishableType } from './shapes.ts';
import { TypePicker } from './typePicker.tsx';
import { type Hiding, shownToAll, Visibility } from './visibility.tsx';

interface Draft extends Hiding {
  readonly file: File | undefined;
  readonly typeCode: string | null;
  readonly title: string;
  readonly date: string;
}

async function faultsOf(draft: Draft, t: TFunction<'pro'>): Promise<FieldFault[]> {
  const faults: FieldFault[] = [];
  const add = (field: string, sentence: string) => faults.push({ field, sentence });
  if (!draft.file) add('file', t('publish.fileEmpty'));
  else if (draft.file.size > largestPdfBytes)
    add('file', t('publish.fileSize', { size: Math.ceil(draft.file.size / 1024 / 1024) }));
  else if (!(await looksLikePdf(draft.file))) add('file', t('publish.fileType'));
  if (draft.typeCode === null) add('type', t('publish.typeEmpty'));
  if (!draft.title.trim()) add('title', t('publish.titleEmpty'));
  if (!draft.date) add('date', t('publish.dateEmpty'));
  else if (draft.date > today()) add('date', t('publish.dateFuture'));
  return faults;
}

interface FormProps {
  readonly types: readonly PublishableType[];
  readonly isBusy: boolean;
  readonly onPublish: (publication: Publication) => void;
}

/** The PDF, what it is, when, and who may see it. */
export function PublishForm({ types, isBusy, onPublish }: FormProps) {
  const { t } = useTranslation('pro');
  const [draft, setDraft] = useState<Draft>({
    file: undefined,
    typeCode: null,
    title: '',
    date: today(),
    ...shownToAll,
  });
  const [faults, setFaults] = useState<FieldFault[]>([]);
  const change = (part: Partial<Draft>) => setDraft((now) => ({ ...now, ...part }));

  const send = async () => {
    const found = await faultsOf(draft, t);
    setFaults(found);
    const { file, typeCode, title, ...rest } = draft;
    if (found.length === 0 && file && typeCode !== null)
      onPublish({ ...rest, typeCode, title: title.trim(), pdf: await base64Of(file) });
  };

  return (
    <form
      className="card"
      noValidate
      onSubmit={(event: SubmitEvent) => {
        event.preventDefault();
        void send();
      }}
    >
      <ErrorSummary faults={faults} />
      <PdfField error={faultOf(faults, 'file')} onFile={(file) => change({ file })} />
      <TypePicker
        types={types}
        chosen={draft.typeCode}
        error={faultOf(faults, 'type')}
        onChoose={(typeCode) => change({ typeCode })}
      />
      <Field
        id="title"
        label={t('publish.titleField')}
        hint={t('publish.titleHint')}
        error={faultOf(faults, 'title')}
        value={draft.title}
        isRequired
        onChange={(title) => change({ title })}
      />
      <Field
        id="date"
        label={t('publish.date')}
        type="date"
        isShort
        isRequired
        max={today()}
        error={faultOf(faults, 'date')}
        value={draft.date}
        onChange={(date) => change({ date })}
      />
      <Visibility value={draft} onChange={change} />
      <Button type="submit" look="main" isDisabled={isBusy}>
        {t(isBusy ? 'wait' : 'publish.submit', { ns: isBusy ? 'kit' : 'pro' })}
      </Button>
    </form>
  );
}

function PdfField({ error, onFile }: { error: string | undefined; onFile: (file: File | undefined) => void }) {
  const { t } = useTranslation('pro');
  return (
    <div className="field">
      <label htmlFor="file">{t('publish.file')}</label>
      <p className="hint" id="file-hint">
        {t('publish.fileHint')}
      </p>
      {error && (
        <p className="error" id="file-error">
          {error}
        </p>
      )}
      <input
        id="file"
        type="file"
        accept="application/pdf,.pdf"
        required
        aria-invalid={error !== undefined}
        aria-describedby={error ? 'file-hint file-error' : 'file-hint'}
        onChange={(event) => onFile(event.target.files?.[0])}
      />
    </div>
  );
}
