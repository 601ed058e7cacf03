import { useMutation, useQueryClient } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { api } from '../kit/api.ts';
import { Icon } from '../kit/icon.tsx';
import { Failed } from '../kit/loaded.tsx';
import type { DocumentDetail, DocumentSummary } from '../kit/shapes.ts';
import { Status } from '../kit/status.tsx';
import { Switch } from '../kit/switch.tsx';
import { documentQuery } from './queries.ts';

/** Who may see this document, in words, and the switch that changes it. The state shown is always the server's. */
export function Visibility({ document: doc }: { document: DocumentDetail }) {
  const { t } = useTranslation('carnet');
  const client = useQueryClient();
  const change = useMutation({
    mutationFn: (hiddenFromProfessionals: boolean) =>
      api<DocumentSummary>('PUT', `/api/carnet/documents/${encodeURIComponent(doc.id)}/visibility`, { hiddenFromProfessionals }),
    onSuccess: async (summary) => {
      client.setQueryData(documentQuery(doc.id).queryKey, (old) => old && { ...old, ...summary });
      await Promise.all(['home', 'documents', 'log'].map((key) => client.invalidateQueries({ queryKey: [key] })));
    },
  });
  const hidden = doc.hiddenFromProfessionals;
  return (
    <section className="card" aria-labelledby="who">
      <h2 id="who">{t('document.who')}</h2>
      <p className="with-icon">
        <Icon name={hidden ? 'hidden' : 'access'} />
        <span>{t(hidden ? 'document.hidden' : 'document.shown')}</span>
      </p>
      <Switch
        label={t('document.switch')}
        hint={t('document.explain')}
        isSelected={change.isPending ? change.variables : hidden}
        isDisabled={change.isPending}
        onChange={(next) => change.mutate(next)}
      />
      <Status tone="done">{change.isSuccess && <p>{t(hidden ? 'document.nowHidden' : 'document.nowShown')}</p>}</Status>
      {change.isError && <Failed error={change.error} />}
      <p>
        <Link to="/acces/journal">{t('document.seenBy')}</Link>
      </p>
    </section>
  );
}
