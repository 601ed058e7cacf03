import { useQueryClient } from '@tanstack/react-query';
import { useEffect, useEffectEvent, useRef, useState } from 'react';
import { keepDraft, keptFiles, sendLetter } from './queries.ts';
import type { Letter } from './shapes.ts';

const pauseMilliseconds = 4000;

/** How a draft stands: kept at an instant, or not kept at all. */
export type Kept = { readonly is: 'kept'; readonly at: Date } | { readonly is: 'failed' } | undefined;

/**
 * Keeps what is being written in the folder of drafts: after a pause, and when one leaves the screen. One act at a time, in their order, so that
 * a letter is never sent and kept at once.
 */
export function useDraft(
  mailbox: string,
  letter: Letter,
  setLetter: (change: (before: Letter) => Letter) => void,
  first: number | undefined,
) {
  const client = useQueryClient();
  const uid = useRef(first);
  const done = useRef(letter);
  const isOver = useRef(false);
  const chain = useRef<Promise<unknown>>(Promise.resolve());
  const [kept, setKept] = useState<Kept>();
  const isWorthKeeping = (one: Letter) =>
    one.text.trim() !== '' || one.to.length > 0 || one.subject !== '' || one.files.length > 0;

  const save = (wanted: Letter): Promise<void> => {
    const turn = chain.current.then(async () => {
      if (isOver.current || wanted === done.current || !isWorthKeeping(wanted)) return;
      try {
        const saved = await keepDraft(mailbox, wanted, uid.current);
        uid.current = saved.uid;
        done.current = wanted;
        setKept({ is: 'kept', at: new Date() });
        // Files are in the draft now: they need not travel again.
        if (wanted.files.some(({ is }) => is === 'new') && saved.attachments.length === wanted.files.length)
          setLetter((now) => {
            const next = now.files === wanted.files ? { ...now, files: keptFiles(saved.content, saved.attachments) } : now;
            if (now === wanted) done.current = next;
            return next;
          });
        void client.invalidateQueries({ queryKey: ['mail', mailbox] });
      } catch {
        setKept({ is: 'failed' });
      }
    });
    chain.current = turn;
    return turn;
  };
  const saveNow = useEffectEvent(() => save(letter));

  useEffect(() => {
    if (letter === done.current) return;
    const timer = setTimeout(() => void saveNow(), pauseMilliseconds);
    return () => clearTimeout(timer);
  }, [letter]);
  const onLeave = useEffectEvent(() => void save(letter));
  useEffect(() => () => onLeave(), []);

  return {
    kept,
    save: () => save(letter),
    /** Nothing is kept any more once it was sent. Rejects with what the server refuses; the draft is still there then. */
    send: async () => {
      await chain.current;
      const sent = await sendLetter(mailbox, letter, uid.current);
      isOver.current = true;
      return sent;
    },
    /** The draft's number, once nothing is on its way. */
    end: async () => {
      await chain.current;
      isOver.current = true;
      return uid.current;
    },
  };
}
