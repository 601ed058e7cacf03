import { useQuery, useQueryClient } from '@tanstack/react-query';
import { type ReactNode, useEffect, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { ApiFailure } from '../kit/api.ts';
import { useLive } from '../kit/live.ts';
import { Failed } from '../kit/loaded.tsx';
import { Page } from '../kit/page.tsx';
import { Skeleton } from '../kit/skeleton.tsx';
import { GroundForm } from './groundForm.tsx';
import { IdentityBanner } from './identity.tsx';
import { PatientTabs } from './patientTabs.tsx';
import { patientBase, patientQuery } from './queries.ts';
import { RefusedRecord } from './refusedRecord.tsx';
import type { Patient } from './shapes.ts';

interface FrameProps {
  readonly record: string;
  /** The title of the screen; the name of the person when absent. */
  readonly title?: string;
  /** Of a title that is not ours: that of a document. */
  readonly titleLang?: 'fr' | undefined;
  readonly before?: ReactNode;
  readonly children: ReactNode;
}

/**
 * Every screen of one patient: the identity stays in sight, and nothing else is shown before a ground is declared. When access ends
 * or is stopped while a screen is open, the form to declare a ground comes back.
 */
export function PatientFrame({ record, title, titleLang, before, children }: FrameProps) {
  const { t } = useTranslation('pro');
  const client = useQueryClient();
  const query = useQuery(patientQuery(record));
  const patient = query.data;
  const isOpen = patient?.access != null;
  useLive(isOpen ? `${patientBase(record)}/live` : undefined, (event) => {
    // Somebody looked, perhaps this very page: to look again would be told again, without end.
    if (event === 'access') return;
    void client.invalidateQueries({ queryKey: [...patientQuery(record).queryKey, 'documents'] });
    if (event === 'rights') void client.invalidateQueries({ queryKey: patientQuery(record).queryKey, exact: true });
  });

  const wasOpen = useRef<boolean>(undefined);
  useEffect(() => {
    if (patient === undefined) return;
    if (wasOpen.current !== undefined && wasOpen.current !== isOpen) {
      // The record takes the place of the form, or the form that of the record: each is read from its beginning.
      window.scrollTo(0, 0);
      document.querySelector<HTMLElement>('main h1')?.focus({ preventScroll: true });
    }
    wasOpen.current = isOpen;
  }, [patient, isOpen]);

  const until = patient?.access?.until;
  useEffect(() => {
    if (until === undefined) return;
    // Timers hold at most 24.8 days; an access that lasts longer needs no timer on this page.
    const left = new Date(until).getTime() - Date.now();
    if (!(left < 86_400_000)) return;
    const timer = setTimeout(
      () => void client.invalidateQueries({ queryKey: patientQuery(record).queryKey, exact: true }),
      Math.max(left, 0) + 1000,
    );
    return () => clearTimeout(timer);
  }, [until, client, record]);

  const name = patient ? `${patient.traits.birthFamily} ${patient.traits.firstBirthGiven}` : t('patient.loading');
  const isTitled = (isOpen || patient === undefined) && title !== undefined;
  return (
    <Page
      title={isTitled ? title : name}
      titleLang={isTitled ? titleLang : undefined}
      space={t('space')}
      before={
        <>
          {patient ? (
            <IdentityBanner patient={patient} />
          ) : (
            !query.isError && <div className="identity pt-coming" aria-hidden="true" />
          )}
          {(isOpen || patient === undefined) && <PatientTabs record={record} />}
          {before}
        </>
      }
    >
      {patient === undefined ? (
        query.isError ? (
          <Failed error={query.error} retry={() => void query.refetch()} />
        ) : (
          <Skeleton rows={4} kind="cards" />
        )
      ) : isOpen ? (
        children
      ) : (
        <NotOpen patient={patient} />
      )}
    </Page>
  );
}

function NotOpen({ patient: { record, minor, refused } }: { patient: Patient }) {
  return refused ? <RefusedRecord record={record} /> : <GroundForm record={record} isMinor={minor} />;
}

/** True for a refusal that means: access is not open any more, look at the patient again. */
export function isAccessLost(error: unknown): boolean {
  return error instanceof ApiFailure && lost.has(error.code);
}
const lost: ReadonlySet<string> = new Set([
  'rights.no-ground',
  'rights.ended',
  'rights.blocked',
  'rights.closed',
  'rights.opposed',
]);
