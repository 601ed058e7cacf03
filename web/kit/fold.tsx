import type { ReactNode } from 'react';

interface FoldProps {
  readonly title: ReactNode;
  readonly isCard?: boolean;
  readonly startsOpen?: boolean;
  readonly children: ReactNode;
}

/** What is read only if one wants to. The browser's own: its words are found by a search in the page, and written on paper. */
export function Fold({ title, isCard = false, startsOpen = false, children }: FoldProps) {
  return (
    <details className={isCard ? 'card fold' : 'fold'} open={startsOpen}>
      <summary>{title}</summary>
      <div className="fold-inside">{children}</div>
    </details>
  );
}
