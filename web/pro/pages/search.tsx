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
  const answer = scan.data ?? search.data;
  const items = answer?.items ?? [];
  const place = useRef<HTMLDivElement>(null);
  useEffect(() => {
    if (answer === undefined) return;
    // On a telephone what was found is below the form.
    place.current?.scrollIntoView({ block: 'nearest' });
    if (answer === scan.data) return; // what the code says takes the focus by itself
    // The only one found is one press away; of several, none is offered before the others.
    const isSure = answer.items.length === 1 && !('near' in answer);
    if (answer.items.length > 0)
      place.current?.querySelector<HTMLElement>(isSure ? '.result a' : '#results')?.focus({ preventScroll: true });
    else if (taken.current !== undefined) {
      const box = document.querySelector<HTMLInputElement>('#person-search');
      box?.focus();
      box?.select();
    }
  }, [answer, scan.data]);
  const none = scan.isSuccess
    ? scan.data.insi !== 'not-confirmed' && t('scan.none', { ns: 'kit' })
    : search.isSuccess && t(`search.${noneOf(search.variables)}`);
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
              taken.current = undefined;
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
              <h2 id="results" tabIndex={-1}>
                {t('search.results')}
              </h2>
              {search.data?.near && (
                <Notice tone="attention">
                  <p>{t('search.near')}</p>
                </Notice>
              )}
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

/** The answer to the first of these questions that has one; one where somebody is written just so comes before those who are nearly. */
async function firstFound(bodies: readonly SearchBody[]): Promise<SearchAnswer> {
  let found: SearchAnswer = { items: [], truncated: false };
  for (const body of bodies) {
    const answer = await api<SearchAnswer>('POST', '/api/pro/patients/search', body);
    if (answer.items.length > 0 && !answer.near) return answer;
    if (found.items.length === 0) found = answer;
  }
  return found;
}

/** Why nobody was found, and so what to do next. */
function noneOf([first, ...others]: readonly SearchBody[] = []): 'noneAsked' | 'noneMatricule' | 'noneName' | 'none' {
  if (first === undefined) return 'noneAsked';
  if ('matricule' in first) return 'noneMatricule';
  const isNameAlone = others.length === 0 && first.birthDate === undefined && first.firstBirthGiven === undefined;
  return isNameAlone ? 'noneName' : 'none';
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
