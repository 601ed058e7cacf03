import { useQueryClient } from '@tanstack/react-query';
import { useLocation } from '@tanstack/react-router';
import { type ReactNode, useEffect, useState } from 'react';

const shortest = 2;
const pauseMilliseconds = 400;

export interface Words {
  /** What was typed when the typing last paused. */
  readonly settled: string;
  readonly settle: (text: string) => void;
  /** What is looked for; empty when nothing is. */
  readonly wanted: string;
  /** Empties the field from outside it. */
  readonly empty: () => void;
  readonly emptied: number;
}

/**
 * The words that a page looks for. They are about health: they are in no address and in no storage; whoever comes back by « Précédent » finds
 * them as long as the page remembers what it read.
 */
export function useWords(): Words {
  const client = useQueryClient();
  const entry = useLocation({ select: ({ state }) => (state as { __TSR_key?: string }).__TSR_key ?? '' });
  const key = ['words', entry];
  const [settled, setSettled] = useState(() => client.getQueryData<string>(key) ?? '');
  const [emptied, setEmptied] = useState(0);
  const settle = (text: string) => {
    client.setQueryData(key, text);
    setSettled(text);
  };
  const empty = () => {
    settle('');
    setEmptied(emptied + 1);
  };
  return { settled, settle, wanted: tidy(settled), empty, emptied };
}

interface WordsFormProps {
  readonly words: Words;
  /** Enter was pressed on words that are looked for already. */
  readonly onAgain: () => void;
  readonly children: (field: { readonly value: string; readonly onChange: (text: string) => void }) => ReactNode;
}

/** The form that they are typed in: it alone is drawn again at each letter, the page when the typing pauses or at Enter. */
export function WordsForm({ words, ...props }: WordsFormProps) {
  return <Typed key={words.emptied} words={words} {...props} />;
}

function Typed({ words: { settled, settle }, onAgain, children }: WordsFormProps) {
  const [typed, setTyped] = useState(settled);
  useEffect(() => {
    if (typed === settled) return;
    const timer = setTimeout(() => settle(typed), typed.trim() === '' ? 0 : pauseMilliseconds);
    return () => clearTimeout(timer);
  });
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        if (typed === settled) onAgain();
        else settle(typed);
      }}
    >
      {children({ value: typed, onChange: setTyped })}
    </form>
  );
}

/** A blank behind a word says that it is whole: one is kept. */
function tidy(text: string): string {
  const words = text.trimStart().replaceAll(/\s+/g, ' ');
  return words.trim().length < shortest ? '' : words;
}
