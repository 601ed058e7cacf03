import { useQuery } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { Icon } from '../../kit/icon.tsx';
import { LinkButton } from '../../kit/linkButton.tsx';
import { Failed } from '../../kit/loaded.tsx';
import { Menu } from '../../kit/menu.tsx';
import { Skeleton } from '../../kit/skeleton.tsx';
import { Notice } from '../../kit/status.tsx';
import { OpenApps } from '../openApps.tsx';
import { PatientFrame } from '../patientFrame.tsx';
import { patientQuery } from '../queries.ts';
import { synthesisQuery } from '../synthesis.ts';
import { Fresh, LinesCard, OutOfBandCard } from '../synthesisCards.tsx';

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
  const navigate = useNavigate();
  const go = (path: string) => () => void navigate({ to: `/p/${record}/${path}` });
  return (
    <div className="actions pt-actions">
      <LinkButton look="main" to={`/p/${record}/publier`}>
        <Icon name="publish" /> {t('patient.publish')}
      </LinkButton>
      <LinkButton to={`/p/${record}/message`}>
        <Icon name="mail" /> {t('mail.letter.toPerson')}
      </LinkButton>
      <Menu
        label={t('day.synthesis.more')}
        acts={[
          { id: 'prescription', label: t('prescription.title'), act: go('ordonnance') },
          { id: 'vaccination', label: t('vaccination.title'), act: go('vaccination') },
          { id: 'archives', label: t('archive.title', { ns: 'kit' }), act: go('archives') },
          {
            id: 'identity',
            label: t('identitySheet', { ns: 'kit' }),
            act: () => window.location.assign(`/api/pro/patients/${record}/identity.pdf`),
          },
        ]}
      />
    </div>
  );
}

function Cards({ record }: { record: string }) {
  const { t } = useTranslation('pro');
  const isOpen = useQuery(patientQuery(record)).data?.access != null;
  const query = useQuery({ ...synthesisQuery(record), enabled: isOpen });
  const { data } = query;
  if (data === undefined)
    return query.error ? <Failed error={query.error} retry={() => void query.refetch()} /> : <Skeleton rows={6} kind="cards" />;
  const addressOf = (id: string) => `/p/${record}/documents/${id}`;
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
        </div>
        <div>
          <LinesCard part="treatments" lines={data.treatments} most={6} addressOf={addressOf} />
          <LinesCard part="vaccinations" lines={data.vaccinations} most={3} addressOf={addressOf} />
        </div>
        <div>
          <OutOfBandCard results={data.outOfBand} analytes={data.analytes} most={4} addressOf={addressOf} record={record} />
          <LinesCard part="measures" lines={data.measures} most={3} addressOf={addressOf} />
          <LinesCard part="wishes" lines={data.wishes} most={2} addressOf={addressOf} />
          <LinesCard part="relatives" lines={data.relatives} most={2} addressOf={addressOf} />
          {data.devices.length > 0 && <LinesCard part="devices" lines={data.devices} most={2} addressOf={addressOf} />}
        </div>
      </div>
      {data.cut && (
        <Notice tone="info">
          <p>{t('day.synthesis.cut')}</p>
        </Notice>
      )}
    </>
  );
}
