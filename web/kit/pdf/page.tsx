import { type PDFDocumentProxy, TextLayer } from 'pdfjs-dist';
import { useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';

interface PageProps {
  readonly pdf: PDFDocumentProxy;
  readonly number: number;
  /** Width on the screen, in CSS pixels. */
  readonly width: number;
}

/** One page: a picture for the eyes, and over it the same words as real text, for selection and for screen readers. */
export function PdfPage({ pdf, number, width }: PageProps) {
  const { t } = useTranslation();
  const place = useRef<HTMLElement>(null);
  const canvas = useRef<HTMLCanvasElement>(null);
  const words = useRef<HTMLDivElement>(null);
  const [near, setNear] = useState(number === 1);

  useEffect(() => {
    if (near || !place.current) return;
    const watch = new IntersectionObserver((seen) => seen.some((one) => one.isIntersecting) && setNear(true), {
      rootMargin: '800px',
    });
    watch.observe(place.current);
    return () => watch.disconnect();
  }, [near]);

  useEffect(() => {
    if (!near) return;
    let stop = () => {};
    let stopped = false;
    const draw = async () => {
      const page = await pdf.getPage(number);
      const scale = width / page.getViewport({ scale: 1 }).width;
      const viewport = page.getViewport({ scale });
      if (stopped || !canvas.current || !words.current || !place.current) return;
      // Sharper than the screen's own points is wasted memory on a phone.
      const density = Math.min(window.devicePixelRatio || 1, 2);
      canvas.current.width = Math.floor(viewport.width * density);
      canvas.current.height = Math.floor(viewport.height * density);
      for (const [name, value] of [
        ['width', `${viewport.width}px`],
        ['height', `${viewport.height}px`],
        ['--total-scale-factor', String(scale)],
      ] as const)
        place.current.style.setProperty(name, value);
      const task = page.render({ canvas: canvas.current, viewport, transform: [density, 0, 0, density, 0, 0] });
      words.current.replaceChildren();
      const text = new TextLayer({ textContentSource: page.streamTextContent(), container: words.current, viewport });
      stop = () => {
        task.cancel();
        text.cancel();
      };
      await Promise.all([task.promise, text.render()]);
    };
    // A drawing that was stopped (another width, another page) rejects: there is nothing to say about it.
    draw().catch(() => {});
    return () => {
      stopped = true;
      stop();
    };
  }, [pdf, number, width, near]);

  return (
    <article ref={place} className="pdf-page" style={{ width }} aria-label={t('pdf.page', { page: number, count: pdf.numPages })}>
      {/* biome-ignore lint/a11y/noAriaHiddenOnFocusable: a bare canvas takes no focus; its words are in the layer below. */}
      <canvas ref={canvas} aria-hidden="true" />
      <div ref={words} className="textLayer" lang="fr" />
    </article>
  );
}
