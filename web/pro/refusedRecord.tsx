import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useEffect } from 'react';
import { useTranslation } from 'react-i18next';
import { api, sentenceOf } from '../kit/api.ts';
import { said } from '../kit/i18n.ts';
import { Waiting } from '../kit/loaded.tsx';
import { Status } from '../kit/status.tsx';
import { patientBase, patientQuery } from './queries.ts';

/**
 * A record that no ground opens to who looks. To have looked is an attempt, of which its person is told: it is made once, and the server says
 * why it is refused.
 */
export function RefusedRecord({ record }: { record: string }) {
  const { t } = useTranslation('pro');
  const client = useQueryClient();
  const { error, isSuccess } = useQuery({
    queryKey: ['refused', record],
    retry: false,
    refetchOnWindowFocus: false,
    refetchOnReconnect: false,
    queryFn: () => api<unknown>('GET', `${patientBase(record)}/documents`),
  });
  useEffect(() => {
    if (isSuccess) void client.invalidateQueries({ queryKey: patientQuery(record).queryKey });
  }, [isSuccess, client, record]);
  if (error === null) return <Waiting />;
  return (
    <Status tone="danger">
      <p className="notice-title">{t('patient.refused')}</p>
      <p>{said(sentenceOf(error))}</p>
    </Status>
  );
}
