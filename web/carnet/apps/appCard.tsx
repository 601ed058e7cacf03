import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useId, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { api } from '../../kit/api.ts';
import { Badge } from '../../kit/badge.tsx';
import { Button } from '../../kit/button.tsx';
import { Confirm } from '../../kit/confirm.tsx';
import { show } from '../../kit/dates.ts';
import { said } from '../../kit/i18n.ts';
import { Failed } from '../../kit/loaded.tsx';
import type { AllowedApp } from '../shapes.ts';

interface CardProps {
  readonly app: AllowedApp;
  /** Says on the page what was done. */
  readonly onDone: (sentence: string) => void;
}

/** One application: whose carnet, what it may do, since and until when, its last use, and the way to cut it. */
export function AppCard({ app, onDone }: CardProps) {
  const { t } = useTranslation('carnet');
  const nameId = useId();
  const client = useQueryClient();
  const [asking, setAsking] = useState(false);
  const cut = useMutation({
    mutationFn: () => api<void>('DELETE', `/api/carnet/apps/${encodeURIComponent(app.id)}`),
    onSuccess: async () => {
      onDone(t('apps.done', { name: app.name }));
      setAsking(false);
      await Promise.all(['apps', 'log', 'home'].map((key) => client.invalidateQueries({ queryKey: [key] })));
    },
  });
  return (
    <li className="card">
      <h2 id={nameId}>{app.name}</h2>
      {app.opens !== undefined && (
        <p className="badges">
          <Badge tone="info" icon="person">
            {t('apps.opens', { name: app.opens })}
          </Badge>
        </p>
      )}
      {!app.mine && <p>{t('apps.byOther')}</p>}
      <h3>{t('apps.may')}</h3>
      <ul>
        {app.may.map((words) => (
          <li key={words.fr}>{said(words)}</li>
        ))}
      </ul>
      <p>{t('apps.since', { date: show(app.since, 'moment'), until: show(app.until, 'moment') })}</p>
      <p className="hint">
        {app.usedAt === undefined ? t('apps.neverUsed') : t('apps.used', { date: show(app.usedAt, 'moment') })}
      </p>
      <div className="actions">
        <Button look="danger" aria-describedby={nameId} onPress={() => setAsking(true)}>
          {t('apps.cut')}
        </Button>
      </div>
      {asking && (
        <Confirm
          title={t('apps.cutTitle', { name: app.name })}
          confirm={t('apps.cutConfirm')}
          look="danger"
          isBusy={cut.isPending}
          onConfirm={() => cut.mutate()}
          onClose={() => setAsking(false)}
        >
          <p>{t('apps.cutText')}</p>
          {cut.isError && <Failed error={cut.error} />}
        </Confirm>
      )}
    </li>
  );
}
