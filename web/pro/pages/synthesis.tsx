import { useQuery, useQueryClient } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { lazy, Suspense, useEffect } from 'react';
import { useTranslation } from 'react-i18next';
import { Icon } from '../../kit/icon.tsx';
import { LinkButton } from '../../kit/linkButton.tsx';
import { Failed } from '../../kit/loaded.tsx';
import { Skeleton } from '../../kit/skeleton.tsx';
import { Notice } from '../../kit/status.tsx';
import { OpenApps } from '../openApps.tsx';
import { isAccessLost, PatientFrame } from '../patientFrame.tsx';
import { patientQuery } from '../queries.ts';
import { synthesisQuery } from '../synthesis.ts';
import { Fresh, LinesCard, Missing, OutOfBandCard } from '../synthesisCards.tsx';

const MoreActions = lazy(() => import('../moreActions.tsx'));

/** One patient on one screen: what is new first, then what must not be missed, each with who says it. */
export function SynthesisPage({ record }: { record: string }) {
  const { t } = useTranslation('pro');
  return (
    <PatientFrame record={record} title={t('day.synthesis.title')}>
      <Actions record={record} />
      <Cards record={record} />
      <OpenApps record={record} />
    </PatientFrame>
  );
}

function Actions({ record }: { record: string }) {
  const { t } = useTranslation('pro');
  return (
    <div className="actions pt-actions">
      <LinkButton look="main" to={`/p/${record}/publier`}>
        <Icon name="publish" /> {t('patient.publish')}
      </LinkButton>
      <LinkButton to={`/p/${record}/message`}>
        <Icon name="mail" /> {t('mail.letter.toPerson')}
      </LinkButton>
      {/* Fetched beside the page: a menu weighs as much as the page itself. */}
      <Suspense fallback={null}>
        <MoreActions record={record} />
      </Suspense>
    </div>
  );
}

/** What has a card of its own only where there is something to say. */
const lesserParts = ['vaccinations', 'wishes', 'relatives', 'measures', 'devices'] as const;

function Cards({ record }: { record: string }) {
  const { t } = useTranslation('pro');
  const isOpen = useQuery(patientQuery(record)).data?.access != null;
  const client = useQueryClient();
  const query = useQuery({ ...synthesisQuery(record), enabled: isOpen });
  const { data, error } = query;
  useEffect(() => {
    // The person stopped the access meanwhile: the frame asks again on what ground.
    if (isAccessLost(error)) void client.invalidateQueries({ queryKey: patientQuery(record).queryKey, exact: true });
  }, [error, client, record]);
  if (data === undefined)
    return query.error ? <Failed error={query.error} retry={() => void query.refetch()} /> : <Skeleton rows={6} kind="cards" />;
  const addressOf = (id: string) => `/p/${record}/documents/${id}`;
  const lesser = (part: (typeof lesserParts)[number], most: number) =>
    data[part].length > 0 && <LinesCard part={part} lines={data[part]} most={most} addressOf={addressOf} />;
  return (
    <>
      <Fresh record={record} data={data} addressOf={addressOf} />
      <div className="pt-synthesis">
        <div>
          <LinesCard
            part="allergies"
            lines={data.allergies}
            most={4}
            addressOf={addressOf}
            empty={t('day.synthesis.noneAllergies')}
          />
          <LinesCard part="problems" lines={data.problems} most={5} addressOf={addressOf} />
          {lesser('vaccinations', 3)}
          {lesser('wishes', 2)}
        </div>
        <div>
          <LinesCard part="treatments" lines={data.treatments} most={5} addressOf={addressOf} />
          {lesser('relatives', 2)}
          {lesser('devices', 2)}
        </div>
        <div>
          <OutOfBandCard results={data.outOfBand} analytes={data.analytes} most={4} addressOf={addressOf} record={record} />
          {lesser('measures', 4)}
        </div>
      </div>
      <Missing parts={lesserParts.filter((part) => data[part].length === 0)} />
      <p className="pt-all">
        <Link to={`/p/${record}/profil`}>{t('day.synthesis.profile')}</Link>
      </p>
      {data.cut && (
        <Notice tone="info">
          <p>{t('day.synthesis.cut')}</p>
        </Notice>
      )}
    </>
  );
}
