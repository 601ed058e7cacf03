import '../style/pdf.css';
import { useEffect, useId, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Button } from '../button.tsx';
import { Icon } from '../icon.tsx';
import { FileLink } from '../linkButton.tsx';
import { Waiting } from '../loaded.tsx';
import { Notice, Status } from '../status.tsx';
import { Toolbar } from '../toolbar.tsx';
import { type OpenedPdf, openPdf } from './open.ts';
import { PdfPage } from './page.tsx';

/** Parts that nobody could look into, as opposed to what was found. */
const unseen: ReadonlySet<string> = new Set(['Encrypt', 'Unread']);
const zooms = [100, 150, 200, 300] as const;

interface PdfViewProps {
  readonly url: string;
  /** The PDF itself where it is already here; `url` then only serves to save it. */
  readonly bytes?: Uint8Array;
  readonly active: readonly string[];
  readonly fileName: string;
}

/** A PDF shown in the page, fitted to the width at first; it can always be downloaded, also when it cannot be shown. */
export default function PdfView({ url, bytes, active, fileName }: PdfViewProps) {
  const { t } = useTranslation();
  const titleId = useId();
  const frame = useRef<HTMLDivElement>(null);
  const [opened, setOpened] = useState<OpenedPdf>();
  const [failed, setFailed] = useState(false);
  const [width, setWidth] = useState(0);
  const [zoom, setZoom] = useState(0);

  useEffect(() => {
    const pdf = openPdf(bytes ?? url);
    let left = false;
    pdf.opened.then(
      (ready) => !left && setOpened(ready),
      () => !left && setFailed(true),
    );
    return () => {
      left = true;
      setOpened(undefined);
      pdf.close();
    };
  }, [url, bytes]);

  useEffect(() => {
    if (!frame.current) return;
    const watch = new ResizeObserver(([entry]) => entry && setWidth(Math.floor(entry.contentRect.width)));
    watch.observe(frame.current);
    return () => watch.disconnect();
  }, []);

  const percent = zooms[zoom] ?? 100;
  const frameLook = opened || failed ? 'pdf-frame' : 'pdf-frame pdf-waiting';
  return (
    <div className="pdf">
      <h2 id={titleId}>{t('pdf.title')}</h2>
      <div className="pdf-bar">
        <FileLink href={url} name={fileName}>
          <Icon name="download" /> {t('pdf.download')}
        </FileLink>
        {opened && (
          <Toolbar label={t('pdf.tools')}>
            <Button isDisabled={zoom === 0} onPress={() => setZoom(zoom - 1)}>
              {t('pdf.smaller')}
            </Button>
            <Button isDisabled={zoom === zooms.length - 1} onPress={() => setZoom(zoom + 1)}>
              {t('pdf.larger')}
            </Button>
            <span role="status">
              {t('pdf.pages', { count: opened.pdf.numPages })} · {t('pdf.zoom', { percent })}
            </span>
          </Toolbar>
        )}
      </div>
      {active.length > 0 && (
        <Notice tone="attention">
          <p>{t(active.every((kind) => unseen.has(kind)) ? 'pdf.unread' : 'pdf.active')}</p>
        </Notice>
      )}
      <Status tone="danger">{failed && <p>{t('pdf.failed')}</p>}</Status>
      {opened?.imageOnly && (
        <Notice tone="attention">
          <p>{t('pdf.imageOnly')}</p>
        </Notice>
      )}
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: an enlarged page scrolls, and the keyboard must reach what scrolls. */}
      <section ref={frame} className={frameLook} aria-labelledby={titleId} tabIndex={0}>
        {!opened && !failed && <Waiting text={t('pdf.wait')} />}
        {opened &&
          width > 0 &&
          Array.from({ length: opened.pdf.numPages }, (_, n) => n + 1).map((number) => (
            <PdfPage key={number} pdf={opened.pdf} number={number} width={Math.min(width, 900) * (percent / 100)} />
          ))}
      </section>
    </div>
  );
}
