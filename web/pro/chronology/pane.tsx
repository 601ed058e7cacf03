import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useEffect, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { show } from '../../kit/dates.ts';
import { DocumentBody } from '../../kit/documentBody.tsx';
import { Author, DocumentBadges } from '../../kit/documentList.tsx';
import { Loaded } from '../../kit/loaded.tsx';
import { documentQuery } from '../queries.ts';
import { Priors } from './priors.tsx';
import type { ReadDocument, ShownDocument } from './shapes.ts';
import { BeforeOpening } from './warning.tsx';

interface PaneProps {
  readonly record: string;
  readonly id: string;
  /** What the list knows of it: a warning comes before it is read. */
  readonly known?: ShownDocument | undefined;
  /** The other of two: it has no priors of its own to choose from. */
  readonly isPrior?: boolean;
  /** The prior that stands beside it. */
  readonly compared?: string | undefined;
  readonly takesFocus?: boolean;
}

/** One document in a part of the screen: what it is, its state, what it says, and the way to its priors. */
export function DocumentPane({ record, id, known, isPrior = false, compared, takesFocus = false }: PaneProps) {
  return (
    <BeforeOpening document={known} takesFocus={takesFocus}>
      <Read
        record={record}
        id={id}
        isPrior={isPrior}
        compared={compared}
        takesFocus={takesFocus}
        isWarned={known !== undefined}
      />
    </BeforeOpening>
  );
}

interface ReadProps {
  readonly compared: string | undefined;
  readonly record: string;
  readonly id: string;
  readonly isPrior: boolean;
  readonly takesFocus: boolean;
  /** The list said already what there is to beware of. */
  readonly isWarned: boolean;
}

function Read({ record, id, isPrior, compared, takesFocus, isWarned }: ReadProps) {
  const query = useQuery(documentQuery(record, id));
  return (
    <Loaded query={query}>
      {(doc) => (
        <BeforeOpening document={isWarned ? undefined : doc} takesFocus={takesFocus}>
          <Shown record={record} document={doc} isPrior={isPrior} compared={compared} takesFocus={takesFocus} />
        </BeforeOpening>
      )}
    </Loaded>
  );
}

function Shown({
  record,
  document: doc,
  isPrior,
  compared,
  takesFocus,
}: {
  record: string;
  document: ReadDocument;
  isPrior: boolean;
  compared: string | undefined;
  takesFocus: boolean;
}) {
  const { t } = useTranslation('pro');
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => {
    if (takesFocus) heading.current?.focus({ preventScroll: true });
  }, [takesFocus]);
  return (
    <article>
      <h2 ref={heading} tabIndex={-1} lang="fr" className="chr-pane-title">
        {doc.title}
      </h2>
      <p className="chr-facts">
        <time dateTime={doc.date}>{show(doc.date, 'day')}</time>
        {' · '}
        <span lang="fr">{doc.type.label}</span>
        {' · '}
        <Author document={doc} />
        {' · '}
        <Link to={`/p/${record}/documents/${doc.id}`}>{t('chronology.fullPage')}</Link>
      </p>
      <DocumentBadges document={doc} audience="professional" />
      {!isPrior && <Priors record={record} of={doc.id} priors={doc.priors ?? []} compared={compared} />}
      <DocumentBody document={doc} label={t('chronology.says', { title: doc.title, date: show(doc.date, 'day') })} />
    </article>
  );
}
