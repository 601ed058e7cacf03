import { Link } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { Badge } from '../badge.tsx';
import { showAsFar } from '../dates.ts';
import { Fold } from '../fold.tsx';
import { RecordWords } from './recordWords.tsx';
import type { ProfileLine, ProfileSection, ProfileSource } from './shapes.ts';
import './profile.css';

interface LineProps {
  readonly line: ProfileLine;
  /** The page of a document. */
  readonly addressOf: (document: string) => string;
  /** What can be done with the line. */
  readonly children?: ReactNode;
}

/** One thing known of a person: what it is, since when, and who says so. */
export function ProfileItem({ line, addressOf, children }: LineProps) {
  const { t } = useTranslation('kit');
  const { label, severe, ended } = line;
  return (
    <li className="profile-line">
      <div className="profile-said">
        <p className="profile-head">
          <strong>
            <RecordWords words={label} />
          </strong>
          {severe && (
            <Badge tone="danger" icon="warning">
              {t('profile.severe')}
            </Badge>
          )}
          {ended && (
            <Badge tone="quiet" icon="done">
              {t('profile.ended')}
            </Badge>
          )}
        </p>
        <Facts line={line} />
        <Sources line={line} addressOf={addressOf} />
      </div>
      {children && <div className="profile-acts">{children}</div>}
    </li>
  );
}

/** How much, why, and from when until when. */
function Facts({ line: { section, detail, dose, reason, from, until } }: { line: ProfileLine }) {
  const { t } = useTranslation('kit');
  const dates = [
    from && section !== 'wishes' && t(isOfADay(section) ? 'profile.on' : 'profile.since', { date: showAsFar(from) }),
    until && t('profile.until', { date: showAsFar(until) }),
  ].filter(Boolean);
  return (
    <>
      {dose && <p lang="fr">{dose}</p>}
      {detail && (
        <p>
          <RecordWords words={detail} />
        </p>
      )}
      {reason && (
        <p>
          {t('profile.reason')} <span lang="fr">{reason}</span>
        </p>
      )}
      {dates.length > 0 && <p>{dates.join(' · ')}</p>}
    </>
  );
}

/** What is of one day has that day; when it was said is no other. */
const isOfADay = (section: ProfileSection): boolean => section === 'vaccinations' || section === 'measures';

function Sources({ line: { section, sources }, addressOf }: Pick<LineProps, 'line' | 'addressOf'>) {
  const { t } = useTranslation('kit');
  const [first, ...others] = sources;
  if (first === undefined) return null;
  const isDated = !isOfADay(section);
  return (
    <div className="profile-sources">
      <p>
        <SourceWords source={first} isDated={isDated} addressOf={addressOf} />
      </p>
      {others.length > 0 && (
        <Fold title={t(section === 'measures' ? 'profile.earlier' : 'profile.others', { count: others.length })}>
          <ul>
            {others.map((source) => (
              <li key={source.resource}>
                <SourceWords source={source} isDated addressOf={addressOf} />
              </li>
            ))}
          </ul>
        </Fold>
      )}
    </div>
  );
}

interface WordsProps extends Pick<LineProps, 'addressOf'> {
  readonly source: ProfileSource;
  /** With when they said it, where that is not told beside. */
  readonly isDated: boolean;
}

/** Who says it, as a way to their document where there is one. */
export function SourceWords({ source: { kind, label, at, document }, isDated, addressOf }: WordsProps) {
  const { t } = useTranslation('kit');
  const who = kind === 'person' ? t('profile.by.person') : (label ?? t(`profile.by.${kind}`));
  const words = at === undefined || !isDated ? who : `${who}, ${showAsFar(at.slice(0, 10))}`;
  return document === undefined ? words : <Link to={addressOf(document)}>{words}</Link>;
}
