import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { announce } from '../../kit/announcer.tsx';
import { Button } from '../../kit/button.tsx';
import { show } from '../../kit/dates.ts';
import { Field } from '../../kit/field.tsx';
import { Fold } from '../../kit/fold.tsx';
import { Failed } from '../../kit/loaded.tsx';
import { More } from '../../kit/more.tsx';
import { focusNeighbour, useKeys } from '../../kit/shortcuts.ts';
import { Skeleton } from '../../kit/skeleton.tsx';
import { useWords, WordsForm } from '../../kit/wordsForm.tsx';
import { Filters } from '../chronology/filters.tsx';
import { Lines } from '../chronology/lines.tsx';
import { DocumentPane } from '../chronology/pane.tsx';
import type { Narrowed, ShownDocument } from '../chronology/shapes.ts';
import { useChronology, useIsWide } from '../chronology/useChronology.ts';
import { isAccessLost, PatientFrame } from '../patientFrame.tsx';
import { patientQuery } from '../queries.ts';
import '../chronology/chronology.css';

interface PageProps {
  readonly record: string;
  /** The document that is open beside the list, and the one beside it. */
  readonly opened: string | undefined;
  readonly compared: string | undefined;
}

/** Everything of a patient in one list; the document beside it, or two of them side by side. */
export default function ChronologyPage({ record, opened, compared }: PageProps) {
  const { t } = useTranslation('pro');
  const client = useQueryClient();
  const navigate = useNavigate();
  const isWide = useIsWide();
  const isOpen = useQuery(patientQuery(record)).data?.access != null;
  const remembered = ['chronology', record];
  const [narrowed, setNarrowed] = useState<Narrowed>(() => client.getQueryData<Narrowed>(remembered) ?? {});
  const typing = useWords();
  const words = typing.wanted.trim();
  const list = useChronology(record, { ...narrowed, ...(words === '' ? {} : { words }) }, isOpen);
  const [first] = list.data?.pages ?? [];
  const lines = list.data?.pages.flatMap((page) => page.lines) ?? [];
  const documents = new Map(lines.flatMap((line) => (line.kind === 'document' ? [[line.document.id, line.document]] : [])));
  const said = first && !list.isPlaceholderData ? t('chronology.count', { count: first.total }) : undefined;
  const go = (search: { ouvert?: string; compare?: string }) =>
    void navigate({ to: `/p/${record}/chronologie`, search: search as never, resetScroll: false });

  const close = () => {
    // Back to the line that it was opened from.
    document.querySelector<HTMLElement>('.chr-link[aria-current]')?.focus({ preventScroll: true });
    go({});
  };

  useEffect(() => {
    // The list is gone, and the focus with it.
    if (compared !== undefined) document.querySelector<HTMLElement>('main h1')?.focus({ preventScroll: true });
  }, [compared]);
  useEffect(() => {
    if (isAccessLost(list.error)) void client.invalidateQueries({ queryKey: patientQuery(record).queryKey, exact: true });
  }, [list.error, client, record]);
  useEffect(() => {
    if (said !== undefined && words !== '') announce(said);
  }, [said, words]);
  useKeys([
    { key: 'j', label: t('keys.next'), act: () => focusNeighbour('.chr-link', 1) },
    { key: 'k', label: t('keys.previous'), act: () => focusNeighbour('.chr-link', -1) },
    { key: 'o', label: t('keys.open'), act: () => openFocused() },
    ...(opened === undefined
      ? []
      : [{ key: 'x', label: t('keys.shut'), act: () => (compared === undefined ? close() : go({ ouvert: opened })) }]),
  ]);

  if (opened !== undefined && compared !== undefined)
    return (
      <PatientFrame record={record} title={t('chronology.compared')}>
        <p className="back">
          <Button onPress={() => go({ ouvert: opened })}>{t('chronology.back')}</Button>
        </p>
        <div className="chr-grid chr-two">
          {[opened, compared].map((id) => (
            <div key={id} className="chr-pane card">
              <DocumentPane record={record} id={id} known={documents.get(id)} isPrior={id === compared} compared={compared} />
            </div>
          ))}
        </div>
      </PatientFrame>
    );
  const filters = (
    <Filters
      asked={narrowed}
      facets={first?.facets}
      onChange={(asked) => {
        client.setQueryData(remembered, asked);
        setNarrowed(asked);
      }}
    />
  );
  return (
    <PatientFrame record={record} title={t('chronology.title')}>
      <div className="chr-top">
        <search>
          <WordsForm words={typing} onAgain={() => void list.refetch()}>
            {(field) => <Field id="chr-find" type="search" label={t('chronology.find')} maxLength={300} {...field} />}
          </WordsForm>
        </search>
        {isWide ? filters : <Fold title={t('chronology.filters')}>{filters}</Fold>}
      </div>
      <p className="chr-count hint" role="status">
        {said}
        {first?.since !== undefined &&
          ` — ${t(first.facets.freshMore ? 'chronology.sinceMore' : 'chronology.since', { date: show(first.since, 'day'), count: first.facets.fresh })}`}
      </p>
      {first?.cut === true && <p className="hint">{t('chronology.cut')}</p>}
      <div className="chr-grid">
        <div aria-busy={list.isPlaceholderData}>
          {first === undefined &&
            (list.error ? <Failed error={list.error} retry={() => void list.refetch()} /> : <Skeleton rows={8} />)}
          {first !== undefined && list.error && <Failed error={list.error} retry={() => void list.refetch()} />}
          {first !== undefined && lines.length === 0 && (
            <p className="card">
              {t(words === '' && Object.keys(narrowed).length === 0 ? 'chronology.empty' : 'chronology.none')}
            </p>
          )}
          {words !== '' && first?.unread !== undefined && <Unread unread={first.unread} />}
          {lines.length > 0 && <Lines record={record} lines={lines} opened={opened} isWide={isWide} />}
          <More
            rows=".chr-link"
            hasMore={list.hasNextPage}
            isLoading={list.isFetchingNextPage}
            shown={lines.length}
            onMore={() => void list.fetchNextPage()}
          />
        </div>
        {(isWide || opened !== undefined) && isOpen && (
          <Beside record={record} opened={opened} known={documents} onClose={close} />
        )}
      </div>
    </PatientFrame>
  );
}

interface BesideProps {
  readonly record: string;
  readonly opened: string | undefined;
  readonly known: ReadonlyMap<string, ShownDocument>;
  readonly onClose: () => void;
}

function Beside({ record, opened, known, onClose }: BesideProps) {
  const { t } = useTranslation('pro');
  if (opened === undefined) return <p className="chr-empty">{t('chronology.choose')}</p>;
  return (
    <section className="chr-pane card" aria-label={t('chronology.pane')}>
      <p className="chr-pane-head">
        <Button look="quiet" onPress={onClose}>
          {t('chronology.close')}
        </Button>
      </p>
      <DocumentPane key={opened} record={record} id={opened} known={known.get(opened)} takesFocus />
    </section>
  );
}

function Unread({ unread: { waiting, partly, beyond } }: { unread: { waiting: number; partly: number; beyond: boolean } }) {
  const { t } = useTranslation('kit');
  return (
    <>
      {waiting > 0 && <p className="hint">{t('find.waiting', { count: waiting })}</p>}
      {partly > 0 && <p className="hint">{t('find.partly', { count: partly })}</p>}
      {beyond && <p className="hint">{t('find.beyond')}</p>}
    </>
  );
}

/** Of the line that has the focus, else of the first. */
function openFocused(): void {
  const active = document.activeElement;
  const link = active instanceof HTMLElement && active.matches('.chr-link') ? active : document.querySelector('.chr-link');
  if (link instanceof HTMLElement) link.click();
}
