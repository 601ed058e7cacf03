import { useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { announce } from '../kit/announcer.tsx';
import { Notice } from '../kit/status.tsx';
import { Ask } from './ask.tsx';
import { type Contents, contentsOf } from './contents.ts';
import { type Payload, readPayload, type Unreadable } from './link.ts';
import { openLink, type Reader as Who } from './open.ts';
import { SharedPage } from './shared.tsx';

interface Opened {
  readonly contents: Contents;
  readonly who: Who;
}

/** The page of a link: what it says of itself, the name and the code it asks for, then what it holds. */
export function Reader() {
  const { t } = useTranslation('partage');
  const link = useLink();
  const [opened, setOpened] = useState<Opened & { readonly link: Payload }>();
  if (typeof link === 'string')
    return (
      <>
        <Title text={t('ask.title')} />
        <Notice tone="attention">
          <p>{t(`unreadable.${link}`)}</p>
        </Notice>
      </>
    );
  if (opened !== undefined && opened.link === link)
    return (
      <>
        <Title text={opened.contents.person ? t('shared.title', { name: opened.contents.person.name }) : t('shared.untitled')} />
        <SharedPage link={link} contents={opened.contents} who={opened.who} />
      </>
    );
  const open = async (who: Who, onFile: (done: number, of: number) => void): Promise<void> => {
    const { resources, missing } = await openLink(link, who, onFile);
    const contents = contentsOf(resources, missing);
    setOpened({ link, contents, who });
    announce(t('shared.open'));
  };
  return (
    <>
      <Title text={t('ask.title')} />
      <Ask key={link.url} link={link} open={open} />
    </>
  );
}

function Title({ text }: { text: string }) {
  const { t } = useTranslation('partage');
  const heading = useRef<HTMLHeadingElement>(null);
  const shown = useRef(text);
  useEffect(() => {
    document.title = `${text} — ${t('space')} — Socle`;
    if (shown.current === text) return;
    shown.current = text;
    // The form that had the focus is gone: the reader goes on from the top.
    heading.current?.focus();
    window.scrollTo(0, 0);
  }, [text, t]);
  return (
    <h1 ref={heading} tabIndex={-1}>
      {text}
    </h1>
  );
}

/** The link in the address, read again when another one is pasted over it. */
function useLink(): Payload | Unreadable {
  const [link, setLink] = useState(linkHere);
  useEffect(() => {
    const look = () => setLink(linkHere());
    window.addEventListener('hashchange', look);
    return () => window.removeEventListener('hashchange', look);
  }, []);
  return link;
}

/** Told before the server is asked, which would count an opening: browsers give their cipher to secure pages only. */
function linkHere(): Payload | Unreadable {
  const link = readPayload(location.hash, location.origin);
  return typeof link !== 'string' && crypto.subtle === undefined ? 'insecure' : link;
}
