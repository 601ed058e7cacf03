import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { announce } from '../../kit/announcer.tsx';
import { FileField } from '../../kit/fileField.tsx';
import { language, localeOf } from '../../kit/i18n.ts';
import { IconButton } from '../../kit/tooltip.tsx';
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
    <>
      <FileField
        id="files"
        label={t('mail.letter.files')}
        hint={t('mail.letter.filesHint')}
        error={error}
        isMultiple
        onFiles={(chosen) => void choose(chosen)}
      />
      {files.length > 0 && (
        <ul className="chosen" aria-label={t('mail.thread.attachments')}>
          {files.map((file, n) => (
            <li key={`${n} ${file.name}`}>
              <span>
                {file.name} ({size(file.bytes, localeOf(language()))})
              </span>
              <IconButton
                icon="close"
                label={t('mail.letter.fileRemove', { name: file.name })}
                onPress={() => {
                  onChange(files.filter((one) => one !== file));
                  document.getElementById('files')?.focus();
                }}
              />
            </li>
          ))}
        </ul>
      )}
    </>
  );
}
