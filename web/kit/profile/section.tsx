import { type ReactNode, useId } from 'react';
import { useTranslation } from 'react-i18next';
import { Fold } from '../fold.tsx';
import { ProfileItem } from './line.tsx';
import type { ProfileLine, ProfileSection } from './shapes.ts';

interface SectionProps {
  readonly section: ProfileSection;
  /** Its name, where it is not the usual one. */
  readonly title?: string;
  readonly lines: readonly ProfileLine[];
  readonly addressOf: (document: string) => string;
  /** What can be done with a line, and with the whole part. */
  readonly actsOf?: (line: ProfileLine) => ReactNode;
  readonly children?: ReactNode;
}

/** One part of a health profile: what stands, then what is over, folded. An empty part says so: silence is no « none ». */
export function ProfilePart({ section, title: name, lines, addressOf, actsOf, children }: SectionProps) {
  const { t } = useTranslation('kit');
  const title = useId();
  const list = (some: readonly ProfileLine[]) => (
    <ul className="profile-lines">
      {some.map((line) => (
        <ProfileItem key={line.key} line={line} addressOf={addressOf}>
          {actsOf?.(line)}
        </ProfileItem>
      ))}
    </ul>
  );
  const stands = lines.filter(({ ended }) => !ended);
  const over = lines.filter(({ ended }) => ended);
  return (
    <section className="card profile-part" aria-labelledby={title}>
      <h2 id={title}>{name ?? t(`profile.sections.${section}`)}</h2>
      {stands.length > 0 && list(stands)}
      {lines.length === 0 && <p className="hint">{t('profile.nothing')}</p>}
      {lines.length > 0 && stands.length === 0 && <p className="hint">{t('profile.nothingNow')}</p>}
      {over.length > 0 && <Fold title={t(`profile.over.${overOf(section)}`, { count: over.length })}>{list(over)}</Fold>}
      {children}
    </section>
  );
}

const overOf = (section: ProfileSection) => (section === 'treatments' ? 'treatments' : 'lines');
