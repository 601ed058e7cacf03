import { useTranslation } from 'react-i18next';
import { show } from '../../kit/dates.ts';
import { language } from '../../kit/i18n.ts';
import { sizeWords } from './photo.ts';
import type { Message } from './shapes.ts';

/** One message: who, when, the words as they were written, and the files. */
export function MessageItem({ message, name }: { message: Message; name: string }) {
  const { t } = useTranslation('carnet');
  const { at, by, text, files, automatic } = message;
  return (
    <article className={`message message-${by}`}>
      <h2>
        {by === 'citizen' ? t('messages.you') : name}{' '}
        <time className="hint" dateTime={at}>
          {show(at, 'moment')}
        </time>
      </h2>
      {automatic && <p className="hint">{t('messages.automatic')}</p>}
      <p className="message-text" dir="auto">
        {text}
      </p>
      {files.length > 0 && (
        <ul className="joined" aria-label={t('messages.files')}>
          {files.map((file) => (
            <li key={file.url}>
              <a href={file.url} download={file.name === '' ? true : file.name}>
                {file.name === '' ? file.mediaType : file.name}
              </a>{' '}
              <span className="hint">{sizeWords(file.bytes, language())}</span>
            </li>
          ))}
        </ul>
      )}
    </article>
  );
}
