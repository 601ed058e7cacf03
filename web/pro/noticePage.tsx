import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { api } from '../kit/api.ts';
import { Button } from '../kit/button.tsx';
import { Icon } from '../kit/icon.tsx';
import { Failed } from '../kit/loaded.tsx';
import { Page } from '../kit/page.tsx';
import type { Session } from '../kit/shapes.ts';

/** That looks are told, before anything else of the space: once for the professional, whatever the record (DMP, SC.DMP/CONF.11 and .21). */
export function NoticePage() {
  const { t } = useTranslation('pro');
  const client = useQueryClient();
  const understand = useMutation({
    mutationFn: () => api('POST', '/api/pro/notice', {}),
    onSuccess: () =>
      client.setQueryData<Session | null>(['session'], (before) => {
        if (before?.kind !== 'professional') return before;
        const { kind, id, name, professionLabel, structure } = before;
        return { kind, id, name, professionLabel, structure };
      }),
  });
  const points = [
    ['log', t('day.notice.trace')],
    ['person', t('day.notice.person')],
    ['access', t('day.notice.care')],
  ] as const;
  return (
    <Page title={t('day.notice.title')} space={t('space')} lead={t('day.notice.lead')}>
      <div className="card pt-notice">
        <ul>
          {points.map(([icon, text]) => (
            <li key={icon} className="with-icon">
              <Icon name={icon} />
              <span>{text}</span>
            </li>
          ))}
        </ul>
        {understand.isError && <Failed error={understand.error} />}
        <Button look="main" isDisabled={understand.isPending} onPress={() => understand.mutate()}>
          {t('day.notice.understood')}
        </Button>
      </div>
      <p className="hint">{t('day.notice.again')}</p>
    </Page>
  );
}
