import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { ApiFailure, api } from '../kit/api.ts';
import { Button } from '../kit/button.tsx';
import { show } from '../kit/dates.ts';
import { Failed } from '../kit/loaded.tsx';
import { Status } from '../kit/status.tsx';

interface Link {
  readonly issuer: string;
  readonly linkedAt: string;
  readonly usedAt: string;
}

const key = ['carnet', 'federated'] as const;
const hostOf = (issuer: string): string => (URL.canParse(issuer) ? new URL(issuer).host : issuer);

/** The accounts elsewhere that open this carnet, each with a way to cut it. Nothing is shown to who has none, or acts for another. */
export function FederatedAccounts() {
  const { t } = useTranslation('carnet');
  const client = useQueryClient();
  const query = useQuery({
    queryKey: key,
    retry: false,
    queryFn: () => api<{ readonly items: readonly Link[] }>('GET', '/api/carnet/federated'),
  });
  const cut = useMutation({
    mutationFn: (issuer: string) => api<void>('POST', '/api/carnet/federated/unlink', { issuer }),
    onSuccess: () => client.invalidateQueries({ queryKey: key }),
  });
  const items = query.data?.items ?? [];
  if (query.isError && !(query.error instanceof ApiFailure && query.error.status < 500))
    return <Failed error={query.error} retry={() => void query.refetch()} />;
  if (items.length === 0 && !cut.isSuccess) return null;
  return (
    <section className="card" aria-labelledby="federated">
      <h2 id="federated">{t('federated.title')}</h2>
      <p>{t('federated.lead')}</p>
      <ul className="rows">
        {items.map(({ issuer, linkedAt, usedAt }) => (
          <li key={issuer}>
            <strong>{hostOf(issuer)}</strong>
            <span className="row-note">
              {t('federated.since', { since: show(linkedAt, 'day'), used: show(usedAt, 'moment') })}
            </span>
            <Button isDisabled={cut.isPending} onPress={() => cut.mutate(issuer)}>
              {t('federated.cut', { name: hostOf(issuer) })}
            </Button>
          </li>
        ))}
      </ul>
      <Status tone="done">{cut.isSuccess && <p>{t('federated.done')}</p>}</Status>
      {cut.isError && <Failed error={cut.error} />}
    </section>
  );
}
