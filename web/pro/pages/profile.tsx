import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { api } from '../../kit/api.ts';
import { Failed } from '../../kit/loaded.tsx';
import { MeasuresOverTime } from '../../kit/measures/overTime.tsx';
import { ProfilePart } from '../../kit/profile/section.tsx';
import { type ProfileAnswer, profileSections } from '../../kit/profile/shapes.ts';
import { Skeleton } from '../../kit/skeleton.tsx';
import { Notice } from '../../kit/status.tsx';
import { PatientFrame } from '../patientFrame.tsx';
import { patientBase, patientQuery } from '../queries.ts';

/** All that is known of a patient’s health, what is over included, each line with who says it. */
export default function ProfilePage({ record }: { record: string }) {
  const { t } = useTranslation('pro');
  return (
    <PatientFrame record={record} title={t('day.synthesis.profileTitle')}>
      <Parts record={record} />
    </PatientFrame>
  );
}

function Parts({ record }: { record: string }) {
  const { t } = useTranslation('kit');
  const isOpen = useQuery(patientQuery(record)).data?.access != null;
  const { data, error, refetch } = useQuery({
    queryKey: ['patient', record, 'profile'],
    enabled: isOpen,
    // Each look is a line in the person’s log: coming back to the window must not write another one.
    staleTime: 60_000,
    refetchOnWindowFocus: false,
    queryFn: () => api<ProfileAnswer>('GET', `${patientBase(record)}/profile`),
  });
  const addressOf = (id: string) => `/p/${record}/documents/${id}`;
  if (data === undefined)
    return error ? <Failed error={error} retry={() => void refetch()} /> : <Skeleton rows={6} kind="cards" />;
  return (
    <>
      {data.cut && (
        <Notice tone="info">
          <p>{t('profile.cut')}</p>
        </Notice>
      )}
      {profileSections.map((section) => (
        <ProfilePart
          key={section}
          section={section}
          lines={data.lines.filter((line) => line.section === section)}
          addressOf={addressOf}
        >
          {section === 'measures' && data.lines.some((line) => line.section === section) && (
            <MeasuresOverTime
              address={`${patientBase(record)}/profile/measures`}
              queryKey={['patient', record, 'measures']}
              addressOf={addressOf}
            />
          )}
        </ProfilePart>
      ))}
    </>
  );
}
