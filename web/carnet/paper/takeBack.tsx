import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { announce } from '../../kit/announcer.tsx';
import { api } from '../../kit/api.ts';
import { Button } from '../../kit/button.tsx';
import { Confirm } from '../../kit/confirm.tsx';
import { Failed } from '../../kit/loaded.tsx';
import type { DocumentDetail } from '../../kit/shapes.ts';

/** Takes a paper that the person brought themself out of the record; nothing for other documents. */
export function TakeBack({ document: doc }: { document: DocumentDetail }) {
  const { t } = useTranslation('carnet');
  const client = useQueryClient();
  const navigate = useNavigate();
  const [asked, setAsked] = useState(false);
  const back = useMutation({
    mutationFn: () => api<void>('DELETE', `/api/carnet/papers/${encodeURIComponent(doc.id)}`),
    onSuccess: async () => {
      announce(t('paper.backDone'));
      await navigate({ to: '/sante/documents' });
      await Promise.all(['home', 'documents', 'found', 'log'].map((key) => client.invalidateQueries({ queryKey: [key] })));
    },
    onSettled: () => setAsked(false),
  });
  if (!doc.mine) return null;
  return (
    <>
      {back.error && <Failed error={back.error} />}
      <p>
        <Button look="danger" onPress={() => setAsked(true)}>
          {t('paper.back')}
        </Button>
      </p>
      {asked && (
        <Confirm
          title={t('paper.backTitle')}
          confirm={t('paper.back')}
          look="danger"
          isBusy={back.isPending}
          onConfirm={() => back.mutate()}
          onClose={() => setAsked(false)}
        >
          <p>{t('paper.backText')}</p>
        </Confirm>
      )}
    </>
  );
}
