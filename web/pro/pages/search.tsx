import { useMutation, useQueryClient } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useEffect, useEffectEvent, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { api } from '../../kit/api.ts';
import { Badge } from '../../kit/badge.tsx';
import { Failed } from '../../kit/loaded.tsx';
import { Page } from '../../kit/page.tsx';
import { type ScanAnswer, ScannedCode } from '../../kit/scan/scanned.tsx';
import { ScanPart } from '../../kit/scan/scanPart.tsx';
import { Notice, Status } from '../../kit/status.tsx';
import { forgetAsked, useAsked } from '../asked.ts';
import { IdentityStatus, Traits } from '../identity.tsx';
import { patientQuery } from '../queries.ts';
import { SearchForm } from '../searchForm.tsx';
import type { Patient, SearchAnswer, SearchBody } from '../shapes.ts';

/** Recherche: is this the right person? */
export function SearchPage() {
  const { t } = useTranslation('pro');
  const client = useQueryClient();
  const remember = ({ items }: { readonly items: readonly Patient[] }) => {
    for (const patient of items) client.setQueryData(patientQuery(patient.record).queryKey, patient);
  };
  const scan = useMutation({
    mutationFn: (code: string) => api<ScanAnswer<Patient>>('POST', '/api/pro/patients/scan', { code }),
    onSuccess: remember,
  });
  const search = useMutation({ mutationFn: firstFound, onSuccess: remember });
  const asked = useAsked();
  const taken = useRef<typeof asked>(undefined);
  const take = useEffectEvent((bodies: readonly SearchBody[]) => {
    scan.reset();
    search.mutate(bodies);
    forgetAsked();
  });
  useEffect(() => {
    if (asked === undefined || asked === taken.current) return;
    taken.current = asked;
    take(asked.bodies);
  }, [asked]);
  const items = (scan.data ?? search.data)?.items ?? [];
  const place = useRef<HTMLDivElement>(null);
  const answered = scan.isSuccess || search.isSuccess;
  useEffect(() => {
    // On a telephone what was found is below the form.
    if (answered) place.current?.scrollIntoView({ block: 'nearest' });
  }, [answered]);
  const none = scan.isSuccess
    ? scan.data.insi !== 'not-confirmed' && t('scan.none', { ns: 'kit' })
    : search.isSuccess && t('search.none');
  const outcome = items.length === 0 ? none : t('search.found', { count: items.length });
  return (
    <Page title={t('search.title')} space={t('space')}>
      <div className="pt-search">
        <div>
          <ScanPart
            isBusy={scan.isPending}
            onCode={(code) => {
              search.reset();
              scan.mutate(code);
            }}
          />
          <SearchForm
            isBusy={search.isPending}
            onSearch={(body) => {
              scan.reset();
              search.mutate([body]);
            }}
          />
        </div>
        <div ref={place}>
          {scan.isSuccess && <ScannedCode answer={scan.data} />}
          <Status tone="info">{outcome && <p>{outcome}</p>}</Status>
          {scan.isError && <Failed error={scan.error} />}
          {search.isError && <Failed error={search.error} />}
          {items.length > 0 && (
            <section aria-labelledby="results">
              <h2 id="results">{t('search.results')}</h2>
              {search.data?.truncated && (
                <Notice tone="attention">
                  <p>{t('search.truncated')}</p>
                </Notice>
              )}
              <ul className="cards cards-wide">
                {items.map((patient) => (
                  <Result key={patient.record} patient={patient} hasHomonym={homonyms(patient, items) > 1} />
                ))}
              </ul>
            </section>
          )}
        </div>
      </div>
    </Page>
  );
}

/** The answer to the first of these questions that has one. */
async function firstFound(bodies: readonly SearchBody[]): Promise<SearchAnswer> {
  const [body, ...others] = bodies;
  if (body === undefined) return { items: [], truncated: false };
  const answer = await api<SearchAnswer>('POST', '/api/pro/patients/search', body);
  return answer.items.length > 0 || others.length === 0 ? answer : firstFound(others);
}

const nameOf = ({ traits }: Patient) => `${traits.birthFamily} ${traits.firstBirthGiven}`.toLocaleUpperCase('fr');

function homonyms(patient: Patient, all: readonly Patient[]): number {
  return all.filter((other) => nameOf(other) === nameOf(patient)).length;
}

function Result({ patient, hasHomonym }: { patient: Patient; hasHomonym: boolean }) {
  const { t } = useTranslation('pro');
  return (
    <li className="card result">
      <h3>
        <Link to={`/p/${patient.record}`}>
          {patient.traits.birthFamily} {patient.traits.firstBirthGiven}
        </Link>
      </h3>
      <p className="badges">
        <IdentityStatus patient={patient} />
        {hasHomonym && (
          <Badge tone="danger" icon="warning">
            {t('search.homonym')}
          </Badge>
        )}
      </p>
      <Traits patient={patient} />
    </li>
  );
}
