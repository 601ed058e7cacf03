import { lazy, type ReactNode, Suspense, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Button } from '../../kit/button.tsx';
import { language, localeOf } from '../../kit/i18n.ts';
import { Icon } from '../../kit/icon.tsx';
import { Waiting } from '../../kit/loaded.tsx';
import { size } from './say.ts';
import type { AttachmentLine } from './shapes.ts';

// pdf.js weighs more than the whole space: it is fetched when a PDF is really opened.
const PdfView = lazy(() => import('../../kit/pdf/view.tsx'));

/** What came with a message: read here where it is a PDF, else downloaded. `children`: how it goes to the record. */
export function Attachments({ files, children }: { files: readonly AttachmentLine[]; children?: ReactNode }) {
  const { t } = useTranslation('pro');
  const [open, setOpen] = useState<string>();
  if (files.length === 0) return null;
  const nameOf = (file: AttachmentLine) => file.fileName ?? t('mail.thread.unnamed', { section: file.section });
  const shown = files.find(({ section }) => section === open);
  return (
    <section aria-label={t('mail.thread.attachments')}>
      <ul className="mail-files">
        {files.map((file) => (
          <li key={file.section}>
            {file.type === 'application/pdf' && (
              <Button
                aria-expanded={open === file.section}
                onPress={() => setOpen(open === file.section ? undefined : file.section)}
              >
                <Icon name="documents" />{' '}
                {t(open === file.section ? 'mail.thread.shutPdf' : 'mail.thread.openPdf', { name: nameOf(file) })}
              </Button>
            )}{' '}
            <a href={file.url} download={nameOf(file)}>
              <Icon name="download" />{' '}
              {t('mail.thread.download', { name: nameOf(file), size: size(file.bytes, localeOf(language())) })}
            </a>
          </li>
        ))}
      </ul>
      {children}
      {shown && (
        <Suspense fallback={<Waiting text={t('pdf.wait', { ns: 'kit' })} />}>
          <PdfView key={shown.url} url={shown.url} active={[]} fileName={nameOf(shown)} />
        </Suspense>
      )}
    </section>
  );
}
