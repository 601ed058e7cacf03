import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { announce } from '../../kit/announcer.tsx';
import { Button } from '../../kit/button.tsx';
import { language } from '../../kit/i18n.ts';
import { Icon } from '../../kit/icon.tsx';
import { JoinDocuments } from './joinDocuments.tsx';
import { joinedFrom, mostFiles, mostTotalBytes, sizeWords } from './photo.ts';
import type { Draft } from './shapes.ts';

interface JoinProps {
  readonly id: string;
  readonly draft: Draft;
  readonly onChange: (change: Partial<Draft>) => void;
}

/** Photos, files and documents of the carnet beside the words. */
export function JoinFiles({ id, draft, onChange }: JoinProps) {
  const { t } = useTranslation('carnet');
  const [fault, setFault] = useState<string>();
  const [choosing, setChoosing] = useState(false);

  const add = async (chosen: FileList | null): Promise<void> => {
    setFault(undefined);
    let files = draft.files;
    for (const file of chosen ?? []) {
      const joined = await joinedFrom(file);
      const total = files.reduce((sum, { bytes }) => sum + bytes, 0);
      if (typeof joined === 'string') return setFault(t(`messages.photo.${joined}`, { name: file.name }));
      if (files.length >= mostFiles) return setFault(t('messages.photo.tooMany'));
      if (total + joined.bytes > mostTotalBytes) return setFault(t('messages.photo.total'));
      files = [...files, joined];
      onChange({ files });
      announce(t('messages.photo.added', { name: joined.name }));
    }
  };

  return (
    <div className="join">
      {(draft.files.length > 0 || draft.documents.length > 0) && (
        <section aria-label={t('messages.photo.joined')}>
          <ul className="joined">
            {draft.files.map((file) => (
              <li key={file.key}>
                <span>
                  {file.name} <span className="hint">{sizeWords(file.bytes, language())}</span>
                </span>
                <Button
                  look="quiet"
                  onPress={() => {
                    onChange({ files: draft.files.filter(({ key }) => key !== file.key) });
                    announce(t('messages.photo.removed', { name: file.name }));
                  }}
                >
                  {t('messages.photo.remove', { name: file.name })}
                </Button>
              </li>
            ))}
            {draft.documents.map((doc) => (
              <li key={doc.id}>
                <span lang="fr">{doc.title}</span>
                <Button
                  look="quiet"
                  onPress={() => {
                    onChange({ documents: draft.documents.filter((one) => one.id !== doc.id) });
                    announce(t('messages.photo.removed', { name: doc.title }));
                  }}
                >
                  {t('messages.photo.remove', { name: doc.title })}
                </Button>
              </li>
            ))}
          </ul>
        </section>
      )}
      <div className="actions">
        <label className="button button-plain file-button" htmlFor={`${id}-file`}>
          <Icon name="publish" /> {t('messages.photo.add')}
          <input
            id={`${id}-file`}
            type="file"
            multiple
            accept="image/jpeg,image/png,image/webp,application/pdf"
            aria-describedby={`${id}-file-hint`}
            onChange={(event) => {
              void add(event.target.files).finally(() => {
                event.target.value = '';
              });
            }}
          />
        </label>
        <label className="button button-plain file-button only-touch" htmlFor={`${id}-photo`}>
          <Icon name="scan" /> {t('messages.photo.take')}
          <input
            id={`${id}-photo`}
            type="file"
            accept="image/*"
            capture="environment"
            onChange={(event) => {
              void add(event.target.files).finally(() => {
                event.target.value = '';
              });
            }}
          />
        </label>
        <Button aria-expanded={choosing} onPress={() => setChoosing(!choosing)}>
          <Icon name="documents" /> {t(choosing ? 'messages.documents.close' : 'messages.documents.open')}
        </Button>
      </div>
      <p className="hint" id={`${id}-file-hint`}>
        {t('messages.photo.hint')}
      </p>
      <div role="alert">{fault && <p className="error">{fault}</p>}</div>
      {choosing && (
        <JoinDocuments
          chosen={new Set(draft.documents.map((doc) => doc.id))}
          onJoin={(doc) => {
            onChange({ documents: [...draft.documents, doc].slice(0, 10) });
            announce(t('messages.documents.joined', { title: doc.title }));
          }}
        />
      )}
    </div>
  );
}
