import { Link } from '@tanstack/react-router';
import type { TFunction } from 'i18next';
import { useTranslation } from 'react-i18next';
import { Badge, type Tone } from '../../kit/badge.tsx';
import { Button } from '../../kit/button.tsx';
import { showAsFar, today } from '../../kit/dates.ts';
import { said } from '../../kit/i18n.ts';
import type { IconName } from '../../kit/icon.tsx';
import type { PreventionLine, PreventionState } from './shapes.ts';
import { dayBefore } from './when.ts';

const looks: Record<PreventionState, { readonly tone: Tone; readonly icon: IconName }> = {
  due: { tone: 'attention', icon: 'flag' },
  soon: { tone: 'info', icon: 'later' },
  later: { tone: 'quiet', icon: 'later' },
  done: { tone: 'done', icon: 'done' },
  notForYou: { tone: 'quiet', icon: 'blocked' },
};

interface LineItemProps {
  readonly line: PreventionLine;
  readonly isBusy: boolean;
  readonly mayTell: boolean;
  readonly onDone: (line: PreventionLine) => void;
  readonly onNotForMe: (line: PreventionLine) => void;
  /** Takes back something that the person said. */
  readonly onTakeBack: (resource: string, line: PreventionLine) => void;
}

/** One vaccine or examination: how it stands and why, when it was done, and what the person can say about it. */
export function LineItem({ line, isBusy, mayTell, onDone, onNotForMe, onTakeBack }: LineItemProps) {
  const { t } = useTranslation('carnet');
  const { state, label, because, refused } = line;
  const name = said(label);
  const { tone, icon } = looks[state];
  const asked = state === 'due' || state === 'soon' || state === 'later';
  return (
    <li className="card prevention-line">
      <h3>{name}</h3>
      <p className="prevention-say">
        <Badge tone={tone} icon={icon}>
          {t(`prevention.state.${state}`)}
        </Badge>
        <span>{sayOf(line, t)}</span>
      </p>
      {because && because.length > 0 && <p>{t('prevention.because', { illness: because.join(', ') })}</p>}
      <p className="hint">{said(line.about)}</p>
      <DoneList line={line} isBusy={isBusy} mayTell={mayTell} onTakeBack={onTakeBack} />
      {mayTell && (asked || refused || state === 'done') && (
        <div className="actions">
          {(asked || state === 'done') && !refused && (
            <Button isDisabled={isBusy} aria-label={`${t(sayDone(state))}, ${name}`} onPress={() => onDone(line)}>
              {t(sayDone(state))}
            </Button>
          )}
          {asked && !refused && (
            <Button
              look="quiet"
              isDisabled={isBusy}
              aria-label={`${t('prevention.notForMe')}, ${name}`}
              onPress={() => onNotForMe(line)}
            >
              {t('prevention.notForMe')}
            </Button>
          )}
          {refused && (
            <Button
              isDisabled={isBusy}
              aria-label={`${t('prevention.forMe')}, ${name}`}
              onPress={() => onTakeBack(refused, line)}
            >
              {t('prevention.forMe')}
            </Button>
          )}
        </div>
      )}
    </li>
  );
}

/** What the badge does not say: which dose, and its days as far as they press. */
function sayOf({ state, what, sentence, from, before }: PreventionLine, t: TFunction<'carnet'>): string {
  if (state === 'done' || state === 'notForYou') {
    const next = state === 'done' && from !== undefined ? t('prevention.from', { day: showAsFar(from) }) : '';
    return `${said(sentence)} ${next}`.trim();
  }
  const words = what === undefined ? '' : said(what);
  const dose = words === '' ? '' : `${words.charAt(0).toUpperCase()}${words.slice(1)}.`;
  const last = before !== undefined && before < inAYear() ? t('prevention.before', { day: showAsFar(dayBefore(before)) }) : '';
  const first = state !== 'due' && from !== undefined ? t('prevention.from', { day: showAsFar(from) }) : '';
  return [dose, first, state === 'due' ? last : ''].filter((part) => part !== '').join(' ');
}

const inAYear = (): string => `${Number(today().slice(0, 4)) + 1}${today().slice(4)}`;

const sayDone = (state: PreventionState) => (state === 'done' ? 'prevention.another' : 'prevention.did');

type DoneListProps = Pick<LineItemProps, 'line' | 'isBusy' | 'mayTell' | 'onTakeBack'>;
const shown = 5;

function DoneList({ line, isBusy, mayTell, onTakeBack }: DoneListProps) {
  const { t } = useTranslation('carnet');
  if (line.done.length === 0) return null;
  return (
    <ul className="prevention-done">
      {line.done.slice(0, shown).map(({ at, source, own }) => (
        <li key={`${at} ${own ?? source.document ?? ''}`}>
          <span>{t('prevention.doneOn', { day: showAsFar(at) })}</span>{' '}
          {source.document === undefined ? (
            <span className="hint-inline">{t(source.kind === 'person' ? 'prevention.byYou' : 'prevention.byData')}</span>
          ) : (
            <Link to="/sante/documents/$id" params={{ id: source.document }}>
              {t('prevention.byDocument')}
            </Link>
          )}
          {mayTell && own && (
            <Button
              look="quiet"
              isDisabled={isBusy}
              aria-label={`${t('prevention.takeBack')}, ${said(line.label)}, ${showAsFar(at)}`}
              onPress={() => onTakeBack(own, line)}
            >
              {t('prevention.takeBack')}
            </Button>
          )}
        </li>
      ))}
    </ul>
  );
}
