import { useTranslation } from 'react-i18next';
import { api } from '../../kit/api.ts';
import { Badge } from '../../kit/badge.tsx';
import { Button } from '../../kit/button.tsx';
import { show } from '../../kit/dates.ts';
import { Failed } from '../../kit/loaded.tsx';
import type { OpenSession, PartProps } from './shapes.ts';
import { useChange } from './useChange.ts';

const base = '/api/carnet/account/sessions';

/** Where one is signed in, and signing out from afar. */
export function Sessions({ account: { sessions }, onDone }: PartProps) {
  const { t } = useTranslation('carnet');
  const nameOf = ({ device: { browser, system } }: OpenSession): string =>
    browser !== '' && system !== ''
      ? t('connection.sessions.device', { browser, system })
      : browser || system || t('connection.sessions.unknown');
  const end = useChange(
    async (one: OpenSession) => {
      await api<void>('DELETE', `${base}/${one.id}`);
      return nameOf(one);
    },
    (name) => onDone(t('connection.sessions.ended', { name })),
  );
  const endOthers = useChange(
    () => api<{ ended: number }>('POST', `${base}/end-others`),
    ({ ended }) => onDone(t('connection.sessions.endedOthers', { count: ended })),
  );
  const others = sessions.filter(({ here }) => !here);
  return (
    <section className="card" aria-labelledby="sessions">
      <h2 id="sessions">{t('connection.sessions.title')}</h2>
      <p>{t('connection.sessions.lead')}</p>
      <ul className="plain">
        {sessions.map((one) => (
          <li key={one.id}>
            <p>
              <strong>{nameOf(one)}</strong>{' '}
              {one.here && (
                <Badge tone="info" icon="done">
                  {t('connection.sessions.here')}
                </Badge>
              )}
            </p>
            <p className="row-note">
              {t('connection.sessions.since', { date: show(one.since, 'moment'), seen: show(one.seen, 'moment') })}
            </p>
            {!one.here && (
              <Button
                aria-label={t('connection.sessions.endOf', { name: nameOf(one) })}
                isDisabled={end.isPending}
                onPress={() => end.mutate(one)}
              >
                {t('connection.sessions.end')}
              </Button>
            )}
          </li>
        ))}
      </ul>
      {end.isError && <Failed error={end.error} />}
      {endOthers.isError && <Failed error={endOthers.error} />}
      {others.length === 0 ? (
        <p>{t('connection.sessions.none')}</p>
      ) : (
        <Button isDisabled={endOthers.isPending} onPress={() => endOthers.mutate()}>
          {t('connection.sessions.endOthers')}
        </Button>
      )}
    </section>
  );
}
