import type { TFunction } from 'i18next';
import { type ReactNode, type SubmitEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { announce } from '../kit/announcer.tsx';
import { Button } from '../kit/button.tsx';
import { today } from '../kit/dates.ts';
import { ErrorSummary, type FieldFault, faultOf } from '../kit/errorSummary.tsx';
import { Field } from '../kit/field.tsx';
import { PhotoPages } from '../kit/photo/pages.tsx';
import { type Photo, pagesOf } from '../kit/photo/photo.ts';
import { base64Of, pdfFaultOf } from './pdfFile.ts';
import type { Hiding, Publication, PublishableType } from './shapes.ts';
import { TypePicker } from './typePicker.tsx';
import { type Represented, shownToAll, Visibility } from './visibility.tsx';

interface Draft extends Hiding {
  readonly file: File | undefined;
  readonly photos: readonly Photo[];
  readonly typeCode: string | null;
  readonly title: string;
  readonly date: string;
}

async function faultsOf(draft: Draft, source: Source, t: TFunction<'pro'>): Promise<FieldFault[]> {
  const faults: FieldFault[] = [];
  const add = (field: string, sentence: string) => faults.push({ field, sentence });
  if (source === 'photos') {
    if (draft.photos.length === 0) add('photos', t('publishing.photosEmpty'));
  } else {
    const wrong = draft.file ? await wrongWith(draft.file, t) : t('publish.fileEmpty');
    if (wrong !== undefined) add('file', wrong);
  }
  if (draft.typeCode === null) add('type', t('publish.typeEmpty'));
  if (!draft.title.trim()) add('title', t('publish.titleEmpty'));
  if (!draft.date) add('date', t('publish.dateEmpty'));
  else if (draft.date > today()) add('date', t('publish.dateFuture'));
  return faults;
}

async function wrongWith(file: File, t: TFunction<'pro'>): Promise<string | undefined> {
  const fault = await pdfFaultOf(file);
  return fault && t(`publish.fileFaults.${fault}`, { size: Math.ceil(file.size / 1024 / 1024) });
}

type Source = 'pdf' | 'photos';

interface FormProps {
  readonly source: Source;
  readonly types: readonly PublishableType[];
  readonly isBusy: boolean;
  readonly represented: Represented;
  /** To whom it is sent too; faults of it stop nothing here. */
  readonly sending?: ReactNode;
  readonly onPublish: (publication: Publication) => void;
}

/** The PDF or the pages of a paper, what it is, when, and who may see it. */
export function PublishForm({ source, types, isBusy, represented, sending, onPublish }: FormProps) {
  const { t } = useTranslation('pro');
  const [draft, setDraft] = useState<Draft>({
    file: undefined,
    photos: [],
    typeCode: null,
    title: '',
    date: today(),
    ...shownToAll,
  });
  const [isPreparing, setPreparing] = useState(false);
  const [faults, setFaults] = useState<FieldFault[]>([]);
  /** What is wrong with the file chosen since the form was last sent. */
  const [picked, setPicked] = useState<{ readonly wrong: string | undefined }>();
  const change = (part: Partial<Draft>) => setDraft((now) => ({ ...now, ...part }));
  const choose = async (file: File | undefined) => {
    change({ file });
    const wrong = file && (await wrongWith(file, t));
    setPicked({ wrong });
    if (wrong !== undefined) announce(wrong);
  };

  const send = async () => {
    const found = await faultsOf(draft, source, t);
    setFaults(found);
    setPicked(undefined);
    const { file, photos, typeCode, title, ...rest } = draft;
    if (found.length > 0 || typeCode === null) return;
    const about = { ...rest, typeCode, title: title.trim() };
    if (source === 'pdf') {
      if (file) onPublish({ ...about, what: 'pdf', pdf: await base64Of(file) });
      return;
    }
    setPreparing(true);
    try {
      onPublish({ ...about, what: 'photos', pages: await pagesOf(photos) });
    } finally {
      setPreparing(false);
    }
  };

  return (
    <form
      className="card"
      noValidate
      onSubmit={(event: SubmitEvent) => {
        event.preventDefault();
        if (!isBusy && !isPreparing) void send();
      }}
    >
      <ErrorSummary faults={faults} />
      <div className="pub-two">
        <div>
          {source === 'pdf' ? (
            <PdfField
              error={picked === undefined ? faultOf(faults, 'file') : picked.wrong}
              onFile={(file) => void choose(file)}
            />
          ) : (
            <PhotoPages
              id="photos"
              photos={draft.photos}
              error={faultOf(faults, 'photos')}
              onChange={(made) => setDraft((now) => ({ ...now, photos: typeof made === 'function' ? made(now.photos) : made }))}
            />
          )}
          <TypePicker
            types={types}
            chosen={draft.typeCode}
            error={faultOf(faults, 'type')}
            onChoose={(typeCode) => setDraft((now) => ({ ...now, typeCode, title: titleFor(now, typeCode, types) }))}
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
        </div>
        <div>
          <Visibility value={draft} represented={represented} onChange={change} />
          {sending}
        </div>
      </div>
      <Button type="submit" look="main" isBusy={isBusy || isPreparing}>
        {isPreparing ? t('publishing.photosBusy') : t(isBusy ? 'publish.busy' : 'publish.submit')}
      </Button>
    </form>
  );
}

/** What the type is called, until another title is written. */
function titleFor({ title, typeCode: before }: Draft, typeCode: string | null, types: readonly PublishableType[]): string {
  const labelOf = (code: string | null) => types.find((type) => type.code === code)?.label ?? '';
  return title.trim() === '' || title === labelOf(before) ? labelOf(typeCode) : title;
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
