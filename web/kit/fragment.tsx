import { useEffect, useLayoutEffect, useRef } from 'react';
import { useTranslation } from 'react-i18next';

const elements = new Set(
  (
    'a abbr article b blockquote br caption cite code col colgroup dd details div dl dt em figcaption figure footer h2 h3 h4 h5 h6 header ' +
    'hr i img li ol p pre q s section small span strong sub summary sup table tbody td tfoot th thead time tr u ul'
  ).split(' '),
);
const attributes = new Set(
  'abbr alt aria-label class colspan data-label datetime dir headers height href id lang role rowspan scope span src start tabindex title width'.split(
    ' ',
  ),
);
const safeLink = /^(#|https:)/i;
const safeImage = /^data:image\/(png|jpeg|gif);base64,/i;

/**
 * Keeps of a fragment only words, tables and drawings already inside it. The server has cleaned it before, and the page's policy
 * refuses scripts: this is the third lock, and it does not trust the other two.
 */
function onlyHarmless(node: Node): Node | undefined {
  if (node.nodeType === Node.TEXT_NODE) return document.createTextNode(node.textContent ?? '');
  if (!(node instanceof Element) || !elements.has(node.localName)) return undefined;
  if (node.localName === 'img' && !safeImage.test(node.getAttribute('src') ?? '')) return undefined;
  const copy = document.createElement(node.localName);
  for (const { name, value } of node.attributes) {
    if (!attributes.has(name)) continue;
    if (name === 'href' && !safeLink.test(value)) continue;
    copy.setAttribute(name, value);
  }
  if (copy.localName === 'a') copy.setAttribute('rel', 'noreferrer noopener');
  for (const child of node.childNodes) {
    const kept = onlyHarmless(child);
    if (kept) copy.append(kept);
  }
  return copy;
}

/** The written part of a document, as the server renders it (headings from h2). Wide tables scroll inside, not the page. */
export function Fragment({ html, label }: { html: string; label?: string }) {
  const { t } = useTranslation();
  const place = useRef<HTMLElement>(null);
  useLayoutEffect(() => {
    const parsed = new DOMParser().parseFromString(html, 'text/html');
    const kept = [...parsed.body.childNodes].map(onlyHarmless).filter((node) => node !== undefined);
    place.current?.replaceChildren(...kept);
  }, [html]);
  useEffect(() => {
    // Paper has nothing to press: what can be opened is open there.
    const open = (): void =>
      place.current?.querySelectorAll('details').forEach((one) => {
        one.open = true;
      });
    window.addEventListener('beforeprint', open);
    return () => window.removeEventListener('beforeprint', open);
  }, []);
  return <section ref={place} className="fragment card" aria-label={label ?? t('doc.content')} lang="fr" />;
}
