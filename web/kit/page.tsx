import { type ReactNode, useEffect, useRef } from 'react';
import { announce } from './announcer.tsx';

/** False until the first page has been shown: on arrival, the browser's own focus at the top of the page is right. */
let arrived = false;

interface PageProps {
  readonly title: string;
  /** Of a title that is not ours: that of a document. */
  readonly titleLang?: 'fr' | undefined;
  /** The name of the space, for the document's title. */
  readonly space: string;
  readonly lead?: ReactNode;
  readonly before?: ReactNode;
  readonly children?: ReactNode;
}

/**
 * One screen: its only h1, the document's title, and the focus. Coming from another screen, the focus goes to the h1, which makes
 * a screen reader say it; a title that arrives later (a document's) is announced.
 */
export function Page({ title, titleLang, space, lead, before, children }: PageProps) {
  const heading = useRef<HTMLHeadingElement>(null);
  const firstTitle = useRef(title);
  useEffect(() => {
    if (arrived) heading.current?.focus({ preventScroll: true });
    arrived = true;
  }, []);
  useEffect(() => {
    document.title = `${title} — ${space} — Socle`;
    if (firstTitle.current !== title) announce(title);
    firstTitle.current = title;
  }, [title, space]);
  return (
    <>
      {before}
      <h1 ref={heading} tabIndex={-1} lang={titleLang}>
        {title}
      </h1>
      {lead && <p className="lead">{lead}</p>}
      {children}
    </>
  );
}
