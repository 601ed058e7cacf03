import { lazy, Suspense, useEffect, useId, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Badge } from '../kit/badge.tsx';
import { Button } from '../kit/button.tsx';
import { show } from '../kit/dates.ts';
import { Fragment } from '../kit/fragment.tsx';
import { Waiting } from '../kit/loaded.tsx';
import type { SharedDocument } from './contents.ts';

// pdf.js weighs more than this whole page: it is fetched when a PDF is really opened.
const PdfView = lazy(() => import('../kit/pdf/view.tsx'));

/** Nobody here looked into the PDF: it is told as one that could not be checked. */
const unchecked = ['Unread'] as const;

/** One document: its facts, and what it says once it is opened. */
export function DocumentCard({ document: doc, isOpen }: { document: SharedDocument; isOpen: boolean }) {
  const { t } = useTranslation('partage');
  const [shown, setShown] = useState(isOpen);
  const bodyId = useId();
  const url = usePdfAddress(doc.pdf);
  return (
    <section className="shared-document" aria-label={doc.title}>
      <h3 lang="fr">{doc.title}</h3>
      <p className="doc-facts">
        <time dateTime={doc.date}>{show(doc.date, 'day')}</time>
        {doc.type !== '' && doc.type !== doc.title && <span lang="fr">{doc.type}</span>}
        <span className="doc-author">{doc.author}</span>
      </p>
      {doc.superseded && (
        <p className="badges">
          <Badge tone="quiet" icon="replaced">
            {t('shared.superseded')}
          </Badge>
        </p>
      )}
      <p className="screen-only">
        <Button aria-expanded={shown} aria-controls={bodyId} onPress={() => setShown(!shown)}>
          {t(shown ? 'shared.close' : 'shared.read')}
          <span className="for-readers" lang="fr">
            {' '}
            {doc.title}
          </span>
        </Button>
      </p>
      <div id={bodyId}>
        {shown && doc.html !== undefined && <Fragment html={doc.html} label={t('shared.content', { title: doc.title })} />}
        {shown && doc.pdf !== undefined && url !== undefined && (
          <Suspense fallback={<Waiting text={t('pdf.wait', { ns: 'kit' })} />}>
            <PdfView url={url} bytes={doc.pdf} active={unchecked} fileName={`${doc.title}.pdf`} />
          </Suspense>
        )}
        {shown && doc.html === undefined && doc.pdf === undefined && <p>{t('doc.noContent', { ns: 'kit' })}</p>}
      </div>
    </section>
  );
}

/** An address under which the browser saves the PDF; it stays on this device and ends with the page. */
function usePdfAddress(pdf: Uint8Array<ArrayBuffer> | undefined): string | undefined {
  const [url, setUrl] = useState<string>();
  useEffect(() => {
    if (pdf === undefined) return;
    const made = URL.createObjectURL(new Blob([pdf], { type: 'application/pdf' }));
    setUrl(made);
    return () => URL.revokeObjectURL(made);
  }, [pdf]);
  return url;
}
