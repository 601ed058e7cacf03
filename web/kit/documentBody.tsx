import './style/pdf.css';
import { lazy, Suspense } from 'react';
import { useTranslation } from 'react-i18next';
import { Button } from './button.tsx';
import { Fragment } from './fragment.tsx';
import { Icon } from './icon.tsx';
import { Waiting } from './loaded.tsx';
import type { DocumentDetail } from './shapes.ts';

// pdf.js weighs more than the whole space: it is fetched when a PDF is really opened.
const PdfView = lazy(() => import('./pdf/view.tsx'));

/** What the document says: the rendered text first, then the PDF, then what came with it. */
export function DocumentBody({ document: doc, label }: { document: DocumentDetail; label?: string }) {
  const { t } = useTranslation();
  return (
    <>
      {doc.html && (
        <>
          <p className="screen-only">
            <Button onPress={() => window.print()}>
              <Icon name="print" /> {t('doc.print')}
            </Button>
          </p>
          <Fragment html={doc.html} {...(label === undefined ? {} : { label })} />
        </>
      )}
      {doc.pdf && (
        <Suspense
          fallback={
            <div className="pdf-waiting">
              <Waiting text={t('pdf.wait')} />
            </div>
          }
        >
          <PdfView key={doc.pdf.url} url={doc.pdf.url} active={doc.pdf.active} fileName={`${doc.title}.pdf`} />
        </Suspense>
      )}
      {!doc.html && !doc.pdf && doc.attachments.length === 0 && <p>{t('doc.noContent')}</p>}
      {doc.attachments.length > 0 && (
        <section aria-labelledby="attachments">
          <h2 id="attachments">{t('doc.attachments')}</h2>
          <ul>
            {doc.attachments.map((one) => (
              <li key={one.index}>
                <a href={one.url} download>
                  <Icon name="download" /> {t('doc.attachment', { index: one.index + 1, mediaType: one.mediaType })}
                </a>
              </li>
            ))}
          </ul>
        </section>
      )}
    </>
  );
}
