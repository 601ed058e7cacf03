import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { Badge } from './badge.tsx';
import type { FoundDocument } from './shapes.ts';

/** The words around what was found, which is marked; in its author's language. */
export function Passage({
  found: { exact, snippet, highlights },
}: {
  found: Pick<FoundDocument, 'exact' | 'snippet' | 'highlights'>;
}) {
  const { t } = useTranslation();
  const pieces: ReactNode[] = [];
  let at = 0;
  for (const [start, end] of highlights) {
    pieces.push(snippet.slice(at, start), <mark key={start}>{snippet.slice(start, end)}</mark>);
    at = end;
  }
  pieces.push(snippet.slice(at));
  return (
    <>
      <p className="passage" lang="fr" dir="auto">
        {pieces}
      </p>
      {!exact && (
        <p className="badges">
          <Badge tone="quiet" icon="info">
            {t('find.near')}
          </Badge>
        </p>
      )}
    </>
  );
}
