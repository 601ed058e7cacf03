import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { api } from '../kit/api.ts';
import { Failed } from '../kit/loaded.tsx';
import type { DocumentDetail, DocumentSummary } from '../kit/shapes.ts';
import { Status } from '../kit/status.tsx';
import { Switch } from '../kit/switch.tsx';
import { documentQuery } from './queries.ts';

/** Puts a document away from the lists, or back. It says that this is no way to hide it. */
export function Archive({ document: doc }: { document: DocumentDetail }) {
  const { t } = useTranslation('carnet');
  const client = useQueryClient();
  const change = useMutation({
    mutationFn: (archived: boolean) =>
      api<DocumentSummary>('PUT', `/api/carnet/documents/${encodeURIComponent(doc.id)}/archived`, { archived }),
    onSuccess: async (summary) => {
      client.setQueryData(documentQuery(doc.id).queryKey, (old) => old && { ...old, ...summary });
      await Promise.all(['home', 'documents', 'log'].map((key) => client.invalidateQueries({ queryKey: [key] })));
    },
  });
  return (
    <section className="card" aria-labelledby="archive">
      <h2 id="archive">{t('document.archiveTitle')}</h2>
      <Switch
        label={t('document.archive')}
        hint={t('document.archiveHint')}
        isSelected={change.isPending ? change.variables : doc.archived}
        isDisabled={change.isPending}
        onChange={(next) => change.mutate(next)}
      />
      <Status tone="done">
        {change.isSuccess && <p>{t(doc.archived ? 'document.nowArchived' : 'document.nowUnarchived')}</p>}
      </Status>
      {change.isError && <Failed error={change.error} />}
    </section>
  );
}
