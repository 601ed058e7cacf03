import { useMutation, useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { api } from '../kit/api.ts';
import { Button } from '../kit/button.tsx';
import { Failed } from '../kit/loaded.tsx';
import { launchableQuery, patientBase } from './queries.ts';

/** Opens an application on the patient, in a page of its own; nothing is shown when there is none to open. */
export function OpenApps({ record }: { readonly record: string }) {
  const { t } = useTranslation('pro');
  const { data } = useQuery(launchableQuery);
  const open = useMutation({
    mutationFn: async (app: string) => {
      // Opened before the answer comes: a browser refuses a page that no press asked for.
      const page = window.open('', '_blank');
      try {
        const { url } = await api<{ url: string }>('POST', `${patientBase(record)}/launch`, { app });
        if (page === null) window.location.assign(url);
        else {
          page.opener = null;
          page.location.replace(url);
        }
      } catch (error) {
        page?.close();
        throw error;
      }
    },
  });
  if (data === undefined || data.apps.length === 0) return null;
  return (
    <section className="card" aria-labelledby="open-apps">
      <h2 id="open-apps">{t('apps.title')}</h2>
      <p className="hint">{t('apps.hint')}</p>
      <div className="actions">
        {data.apps.map(({ id, name }) => (
          <Button key={id} isDisabled={open.isPending} onPress={() => open.mutate(id)}>
            {t('apps.open', { name })}
          </Button>
        ))}
      </div>
      {open.isError && <Failed error={open.error} />}
    </section>
  );
}
