import { Link } from '@tanstack/react-router';
import { type ReactNode, useId } from 'react';
import { useTranslation } from 'react-i18next';
import { Badge } from '../kit/badge.tsx';
import { show } from '../kit/dates.ts';
import { authorOf, DocumentBadges } from '../kit/documentList.tsx';
import { Fold } from '../kit/fold.tsx';
import { Icon } from '../kit/icon.tsx';
import { RecordWords } from '../kit/profile/recordWords.tsx';
import { band, resultOf } from '../kit/results/say.ts';
import type { Line as NewLine } from './chronology/shapes.ts';
import type { LinePart, OutOfBand, Synthesis, SynthesisLine } from './synthesis.ts';

type AddressOf = (id: string) => string;

/** A FHIR date, as far as it goes, in few signs. */
function showPart(date: string): string {
  const month = /^(\d{4})-(\d{2})$/.exec(date);
  if (/^\d{4}$/.test(date)) return date;
  return month === null ? show(date, 'shortDay') : `${month[2]}/${month[1]}`;
}

/** What came since the last visit, with the date of that visit; nothing is called new at a first visit. */
export function Fresh({ record, data, addressOf }: { record: string; data: Synthesis; addressOf: AddressOf }) {
  const { t } = useTranslation('pro');
  const { since, fresh } = data;
  const shown = fresh.items.slice(0, 3);
  return (
    <section className="card pt-fresh" aria-labelledby="fresh-title">
      <h2 id="fresh-title">
        <Icon name="spark" />{' '}
        {since === undefined ? t('day.synthesis.first') : t('day.synthesis.since', { date: show(since, 'day') })}
        {fresh.total > 0 && ` (${fresh.more ? t('day.synthesis.atLeast', { count: fresh.total }) : fresh.total})`}
      </h2>
      {shown.length === 0 && (
        <p className="hint">{t(since === undefined ? 'day.synthesis.firstText' : 'day.synthesis.nothingNew')}</p>
      )}
      {shown.length > 0 && (
        <ul>
          {shown.map((line) => (
            <li key={line.key}>
              <FreshLine record={record} line={line} addressOf={addressOf} />
            </li>
          ))}
        </ul>
      )}
      <p className="pt-fresh-more">
        <Link to={`/p/${record}/chronologie`}>
          {fresh.total > shown.length
            ? t(fresh.more ? 'day.synthesis.allNewMore' : 'day.synthesis.allNew', { count: fresh.total })
            : t('day.synthesis.all')}{' '}
          <Icon name="next" />
        </Link>
      </p>
    </section>
  );
}

function FreshLine({ record, line, addressOf }: { record: string; line: NewLine; addressOf: AddressOf }) {
  const { t } = useTranslation('pro');
  if (line.kind === 'document') {
    const { document: doc } = line;
    return (
      <>
        <Link to={addressOf(doc.id)} lang="fr">
          {doc.title}
        </Link>
        <span className="hint">
          {show(doc.date, 'shortDay')} · {authorOf(doc)}
        </span>
        <DocumentBadges document={{ ...doc, isNew: false }} audience="professional" />
      </>
    );
  }
  const { kind, title, at, detail, author } = line;
  const name = title ? <span lang="fr">{title}</span> : t(`chronology.one.${kind}`);
  return (
    <>
      {kind === 'results' && detail === undefined ? <Link to={`/p/${record}/resultats`}>{name}</Link> : name}
      <span className="hint">
        {[title && t(`chronology.one.${kind}`), show(at, 'shortDay'), author].filter(Boolean).join(' · ')}
      </span>
    </>
  );
}

interface LinesProps {
  readonly part: LinePart;
  readonly lines: readonly SynthesisLine[];
  /** How many are on the screen at once; the others are one press away. */
  readonly most: number;
  readonly addressOf: AddressOf;
  readonly empty?: string;
}

/** One part of what is known of a person. An empty part is said to be empty: silence is no « none ». */
export function LinesCard({ part, lines, most, addressOf, empty }: LinesProps) {
  const { t } = useTranslation('pro');
  const severe = lines.filter((line) => line.severe).length;
  // What is severe is never folded away.
  const shown = Math.max(most, severe);
  return (
    <Card title={t(`day.synthesis.${part}`)} isDanger={part === 'allergies' && severe > 0}>
      {lines.length === 0 ? (
        <p className="hint">{empty ?? t('day.synthesis.unknown')}</p>
      ) : (
        <Folded all={lines} most={shown} keyOf={({ key }) => key}>
          {(line) => (
            <Line
              line={line}
              addressOf={addressOf}
              isDated={part === 'vaccinations' || part === 'measures'}
              isTimeless={part === 'wishes' || part === 'relatives'}
            />
          )}
        </Folded>
      )}
    </Card>
  );
}

/** Parts of which nothing is known, together: that is said, and takes no room. */
export function Missing({ parts }: { parts: readonly LinePart[] }) {
  const { t } = useTranslation('pro');
  if (parts.length === 0) return null;
  return (
    <p className="hint pt-missing">
      {t('day.synthesis.missing', { parts: parts.map((part) => t(`day.synthesis.${part}`).toLocaleLowerCase()).join(', ') })}
    </p>
  );
}

interface LineProps {
  readonly line: SynthesisLine;
  readonly addressOf: AddressOf;
  /** Its date is the day of it; of other lines it is when it began. */
  readonly isDated: boolean;
  /** Its date says nothing that its source does not say. */
  readonly isTimeless: boolean;
}

function Line({ line, addressOf, isDated, isTimeless }: LineProps) {
  const { t } = useTranslation('pro');
  const { label, dose, reason, detail, from, until, severe } = line;
  const dates = [
    !isTimeless && from && (isDated ? showPart(from) : t('day.synthesis.since2', { date: showPart(from) })),
    until && t('day.synthesis.until', { date: showPart(until) }),
  ];
  const said = [dose, detail, reason].filter(Boolean).join(' · ');
  const rest = dates.filter(Boolean).join(' · ');
  return (
    <>
      <span className="pt-line-head">
        <strong>
          <RecordWords words={label} />
        </strong>
        {severe && (
          <Badge tone="danger" icon="warning">
            {t('day.synthesis.severe')}
          </Badge>
        )}
      </span>
      {(said || rest) && (
        <span className="pt-line-rest">
          {said && <RecordWords words={said} />}
          {said && rest && ' · '}
          {rest}
        </span>
      )}
      <Sources line={line} addressOf={addressOf} saidAt={isDated ? from : undefined} />
    </>
  );
}

interface SourcesProps {
  readonly line: SynthesisLine;
  readonly addressOf: AddressOf;
  /** The day that the line itself says. */
  readonly saidAt: string | undefined;
}

function Sources({ line: { sources }, addressOf, saidAt }: SourcesProps) {
  const { t } = useTranslation('pro');
  const [first, ...others] = sources;
  if (first === undefined) return null;
  const by = { person: 'byPerson', data: 'byData', document: 'byDocument' } as const;
  const words = [
    first.label ?? t(`day.synthesis.${by[first.kind]}`),
    first.at && first.at.slice(0, 10) !== saidAt?.slice(0, 10) && showPart(first.at.slice(0, 7)),
  ]
    .filter(Boolean)
    .join(', ');
  const text = others.length === 0 ? words : t('day.synthesis.others', { source: words, count: others.length });
  return (
    <span className="pt-source">{first.document === undefined ? text : <Link to={addressOf(first.document)}>{text}</Link>}</span>
  );
}

interface ResultsProps {
  readonly results: readonly OutOfBand[];
  readonly analytes: number;
  readonly most: number;
  readonly addressOf: AddressOf;
  readonly record: string;
}

/** The last results that are out of their band: number, side in words and shape, band, the one before. */
export function OutOfBandCard({ results, analytes, most, addressOf, record }: ResultsProps) {
  const { t } = useTranslation('pro');
  return (
    <Card title={t('day.synthesis.outOfBand')}>
      {results.length === 0 ? (
        <p className="hint">{t(analytes === 0 ? 'day.synthesis.noResults' : 'day.synthesis.noneOutOfBand')}</p>
      ) : (
        <Folded all={results} most={most} keyOf={({ key }) => key}>
          {(result) => <Result result={result} addressOf={addressOf} />}
        </Folded>
      )}
      {analytes > 0 && (
        <Link to={`/p/${record}/resultats`} className="pt-more">
          {t('day.synthesis.allResults', { count: analytes })}
        </Link>
      )}
    </Card>
  );
}

function Result({ result, addressOf }: { result: OutOfBand; addressOf: AddressOf }) {
  const { t } = useTranslation('pro');
  const { label, printed, side, point, before } = result;
  const { at, laboratory } = point;
  const [usual, document] = [band(point), point.documents[0]];
  const rest = [
    usual && t('day.synthesis.band', { band: usual }),
    before && t('day.synthesis.was', { value: `${resultOf(before, '')} (${show(before.at, 'shortDay')})` }),
  ];
  const source = [laboratory, show(at, 'shortDay')].filter(Boolean).join(', ');
  return (
    <>
      <span className="pt-line-head">
        <strong>
          <span lang="fr">{label}</span>
          {t('day.synthesis.colon')}
          <span className="pt-value">{resultOf(point, printed)}</span>
        </strong>
      </span>
      <span className="pt-line-rest">
        <span className="pt-side">
          <span aria-hidden="true">{side === 'above' ? '▲' : side === 'below' ? '▼' : '◆'}</span> {t(`day.synthesis.${side}`)}
        </span>
        {['', ...rest.filter(Boolean)].join(' · ')}
      </span>
      <span className="pt-source">
        {document === undefined ? (
          source
        ) : (
          <Link to={addressOf(document)} aria-label={t('day.synthesis.report', { label, source })}>
            {source}
          </Link>
        )}
      </span>
    </>
  );
}

function Card({ title, isDanger = false, children }: { title: string; isDanger?: boolean; children: ReactNode }) {
  const id = useId();
  return (
    <section className={isDanger ? 'card pt-card pt-card-danger' : 'card pt-card'} aria-labelledby={id}>
      <h2 id={id}>{title}</h2>
      {children}
    </section>
  );
}

interface FoldedProps<T> {
  readonly all: readonly T[];
  readonly most: number;
  readonly keyOf: (one: T) => string;
  readonly children: (one: T) => ReactNode;
}

function Folded<T>({ all, most, keyOf, children }: FoldedProps<T>) {
  const { t } = useTranslation('pro');
  const row = (one: T) => <li key={keyOf(one)}>{children(one)}</li>;
  const rest = all.slice(most);
  return (
    <>
      <ul className="pt-lines">{all.slice(0, most).map(row)}</ul>
      {rest.length > 0 && (
        <Fold title={t('day.synthesis.moreLines', { n: rest.length })}>
          <ul className="pt-lines">{rest.map(row)}</ul>
        </Fold>
      )}
    </>
  );
}
