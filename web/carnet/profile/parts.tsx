import { useQuery } from '@tanstack/react-query';
import { lazy, Suspense, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Button } from '../../kit/button.tsx';
import { MeasuresOverTime } from '../../kit/measures/overTime.tsx';
import { useOwnWords } from '../../kit/profile/recordWords.tsx';
import { ProfilePart } from '../../kit/profile/section.tsx';
import type { ProfileLine, ProfileSection } from '../../kit/profile/shapes.ts';
import { Notice, Status } from '../../kit/status.tsx';
import { choicesQuery } from './choices.ts';
import type { Doing } from './editor.tsx';
import { documentAddress, measuresAddress, measuresKey, type OwnProfile } from './queries.ts';

// The forms come when one wants to write.
const Editor = lazy(() => import('./editor.tsx'));

interface PartsProps {
  readonly answer: OwnProfile;
  readonly sections: readonly ProfileSection[];
  /** The name of a part that stands alone on its page. */
  readonly title?: string;
}

/** Parts of the profile with what the person may do in them; what was done is said where it was done. */
export function ProfileParts({ answer, sections, title }: PartsProps) {
  const { t } = useTranslation('carnet');
  const ownWords = useOwnWords();
  const [doing, setDoing] = useState<Doing>();
  const [told, setTold] = useState<{ readonly section: ProfileSection; readonly sentence: string }>();
  const { lines, mayEnter, cut } = answer;
  // Before a form opens: what is offered must be there at the first letter.
  useQuery({ ...choicesQuery, enabled: mayEnter });
  const actsOf = (line: ProfileLine) => {
    const { own: id } = line;
    const label = ownWords(line.label) ?? line.label;
    if (id === undefined || !mayEnter) return null;
    return (
      <>
        <Button
          look="quiet"
          aria-label={`${t('profile.change')}, ${label}`}
          onPress={() => setDoing({ act: 'change', line, id })}
        >
          {t('profile.change')}
        </Button>
        <Button
          look="quiet"
          aria-label={`${t('profile.remove')}, ${label}`}
          onPress={() => setDoing({ act: 'remove', line, id })}
        >
          {t('profile.remove')}
        </Button>
      </>
    );
  };
  return (
    <>
      {!mayEnter && (
        <Notice tone="info">
          <p>{t('profile.mayNot')}</p>
        </Notice>
      )}
      {cut && (
        <Notice tone="info">
          <p>{t('profile.cut', { ns: 'kit' })}</p>
        </Notice>
      )}
      {sections.map((section) => (
        <ProfilePart
          key={section}
          section={section}
          {...(title === undefined ? {} : { title })}
          lines={lines.filter((line) => line.section === section)}
          addressOf={documentAddress}
          actsOf={actsOf}
        >
          {section === 'measures' && lines.some((line) => line.section === section) && (
            <MeasuresOverTime address={measuresAddress} queryKey={measuresKey} addressOf={documentAddress} actsOf={actsOf} />
          )}
          <Status tone="done">{told?.section === section && <p>{told.sentence}</p>}</Status>
          {mayEnter && (
            <div className="actions screen-only">
              <Button onPress={() => setDoing({ act: 'add', section })}>{t(`profile.add.${section}`)}</Button>
            </div>
          )}
        </ProfilePart>
      ))}
      {doing && (
        <Suspense>
          <Editor
            doing={doing}
            onDone={(sentence) => {
              setDoing(undefined);
              setTold({ section: doing.act === 'add' ? doing.section : doing.line.section, sentence });
            }}
            onClose={() => setDoing(undefined)}
          />
        </Suspense>
      )}
    </>
  );
}
