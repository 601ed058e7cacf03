import { useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { announce } from '../../kit/announcer.tsx';
import { Button } from '../../kit/button.tsx';
import { language, localeOf } from '../../kit/i18n.ts';
import { base64Of } from '../pdfFile.ts';
import { size } from './say.ts';
import type { FileToSend } from './shapes.ts';

/** Of all files together; the message that carries them weighs a third more. */
const most = 25_000_000;

interface FilesProps {
  readonly files: readonly FileToSend[];
  readonly onChange: (files: readonly FileToSend[]) => void;
}

/** The files that go with a letter. */
export function Files({ files, onChange }: FilesProps) {
  const { t } = useTranslation('pro');
  const [error, setError] = useState<string>();
  const input = useRef<HTMLInputElement>(null);
  const choose = async (chosen: readonly File[]) => {
    const total = [...files.map(({ bytes }) => bytes), ...chosen.map((file) => file.size)].reduce((sum, bytes) => sum + bytes, 0);
    if (total > most) return setError(t('mail.letter.fileLarge'));
    setError(undefined);
    const read = chosen.map(async (file): Promise<FileToSend> => {
      return { is: 'new', name: file.name, type: file.type, bytes: file.size, content: await base64Of(file) };
    });
    onChange([...files, ...(await Promise.all(read))]);
    announce(t('mail.letter.fileAdded', { count: chosen.length }));
  };
  return (
    <div className="field">
      <label htmlFor="files">{t('mail.letter.files')}</label>
      <p className="hint" id="files-hint">
        {t('mail.letter.filesHint')}
      </p>
      {error !== undefined && (
        <p className="error" id="files-error" role="alert">
          {error}
        </p>
      )}
      <input
        ref={input}
        id="files"
        type="file"
        multiple
        aria-describedby={error === undefined ? 'files-hint' : 'files-error files-hint'}
        onChange={(event) => {
          const chosen = [...(event.target.files ?? [])];
          event.target.value = ''; // the same file may be chosen again after it was taken away
          void choose(chosen);
        }}
      />
      {files.length > 0 && (
        <ul className="chosen" aria-label={t('mail.thread.attachments')}>
          {files.map((file, n) => (
            <li key={`${n} ${file.name}`}>
              <span>
                {file.name} ({size(file.bytes, localeOf(language()))})
              </span>
              <Button
                look="quiet"
                aria-label={t('mail.letter.fileRemove', { name: file.name })}
                onPress={() => {
                  onChange(files.filter((one) => one !== file));
                  input.current?.focus();
                }}
              >
                ×
              </Button>
            </li>
          ))}
        </ul>
      )}
    </div>
  );
}
