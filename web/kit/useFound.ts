import { useQueryClient } from '@tanstack/react-query';
import { useLocation } from '@tanstack/react-router';
import { useEffect, useState } from 'react';

const shortest = 2;
const pauseMilliseconds = 400;

export interface Typing {
  readonly typed: string;
  readonly type: (text: string) => void;
  /** What is looked for: what was typed, once the typing pauses; empty when nothing is. */
  readonly wanted: string;
  /** Does not wait for a pause; false when this is looked for already. */
  readonly now: () => boolean;
}

/**
 * Words being typed. They are about health: they are in no address and in no storage; whoever comes back by « Précédent » finds them as long
 * as the page remembers what it read.
 */
export function useTyping(): Typing {
  const client = useQueryClient();
  const entry = useLocation({ select: ({ state }) => (state as { __TSR_key?: string }).__TSR_key ?? '' });
  const key = ['words', entry];
  const [typed, setTyped] = useState(() => client.getQueryData<string>(key) ?? '');
  const [wanted, setWanted] = useState(typed);
  const settle = (text: string) => {
    client.setQueryData(key, text);
    setWanted(text);
  };
  const now = () => {
    settle(typed);
    return typed !== wanted;
  };
  useEffect(() => {
    if (typed === wanted) return;
    const timer = setTimeout(() => settle(typed), typed.trim() === '' ? 0 : pauseMilliseconds);
    return () => clearTimeout(timer);
  });
  return { typed, type: setTyped, wanted: tidy(wanted), now };
}

/** A blank behind a word says that it is whole: one is kept. */
function tidy(text: string): string {
  const words = text.trimStart().replaceAll(/\s+/g, ' ');
  return words.trim().length < shortest ? '' : words;
}
