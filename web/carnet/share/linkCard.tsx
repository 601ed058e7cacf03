import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useId, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { api } from '../../kit/api.ts';
import { Badge } from '../../kit/badge.tsx';
import { Button } from '../../kit/button.tsx';
import { Confirm } from '../../kit/confirm.tsx';
import { show } from '../../kit/dates.ts';
import type { IconName } from '../../kit/icon.tsx';
import { Failed } from '../../kit/loaded.tsx';
import { Handed } from './handed.tsx';
import { LinkNotes } from './linkNotes.tsx';
import type { HandedLink, ShareLink } from './shapes.ts';

const icons: Record<ShareLink['state'], IconName> = {
  open: 'access',
  revoked: 'blocked',
  expired: 'later',
  used: 'done',
  locked: 'warning',
};

interface CardProps {
  readonly link: ShareLink;
  /** Says on the page what was done. */
  readonly onDone: (sentence: string) => void;
}

/** One link: its state, who opened it, what was written, and the way to show or stop it. */
export function LinkCard({ link, onDone }: CardProps) {
  const { t } = useTranslation('carnet');
  const nameId = useId();
  const client = useQueryClient();
  const [asking, setAsking] = useState(false);
  const address = `/api/carnet/shares/${encodeURIComponent(link.id)}`;
  const again = useMutation({ mutationFn: () => api<HandedLink>('POST', `${address}/show`, {}) });
  const stop = useMutation({
    mutationFn: () => api<void>('DELETE', address),
    onSuccess: async () => {
      onDone(t('share.stopped', { label: link.label }));
      setAsking(false);
      again.reset();
      await Promise.all(['shares', 'log', 'home'].map((key) => client.invalidateQueries({ queryKey: [key] })));
    },
  });
  const isOpen = link.state === 'open';
  return (
    <li className="card share-link">
      <h3 id={nameId}>{link.label}</h3>
      <p className="badges">
        <Badge tone={isOpen ? 'done' : 'quiet'} icon={icons[link.state]}>
          {t(`share.states.${link.state}`)}
        </Badge>
        {link.passcode && (
          <Badge tone="info" icon="access">
            {t('share.withCode')}
          </Badge>
        )}
      </p>
      <p>{contentWords(link, t('share.contentSummary'), (count) => t('share.contentDocuments', { count }))}</p>
      <p className="hint">
        {t('share.madeAt', { date: show(link.madeAt, 'moment') })}{' '}
        {isOpen && t('share.until', { date: show(link.until, 'moment') })}
      </p>
      {link.state === 'locked' && <p>{t('share.lockedText')}</p>}
      <p>{t('share.opened', { count: link.opened })}</p>
      {link.openings.length > 0 && (
        <ul className="rows">
          {link.openings.map((one) => (
            <li key={`${one.at} ${one.recipient} ${one.code ?? ''}`}>
              <time dateTime={one.at}>{show(one.at, 'moment')}</time>
              <span className="row-note">
                {t('share.saidBy', { name: one.recipient })}
                {one.code !== undefined && ` — ${t(one.code === 'share.wrong-passcode' ? 'share.wrongCode' : 'share.wasClosed')}`}
              </span>
            </li>
          ))}
        </ul>
      )}
      <LinkNotes link={link} onDone={onDone} />
      {again.data !== undefined && isOpen && <Handed link={again.data} onClose={() => again.reset()} />}
      {again.isError && <Failed error={again.error} />}
      {isOpen && (
        <div className="actions">
          {again.data === undefined && (
            <Button aria-describedby={nameId} onPress={() => again.mutate()}>
              {t('share.showAgain')}
            </Button>
          )}
          <Button look="danger" aria-describedby={nameId} onPress={() => setAsking(true)}>
            {t('share.stop')}
          </Button>
        </div>
      )}
      {asking && (
        <Confirm
          title={t('share.stopTitle', { label: link.label })}
          confirm={t('share.stopConfirm')}
          look="danger"
          isBusy={stop.isPending}
          onConfirm={() => stop.mutate()}
          onClose={() => setAsking(false)}
        >
          <p>{t('share.stopText')}</p>
          {stop.isError && <Failed error={stop.error} />}
        </Confirm>
      )}
    </li>
  );
}

function contentWords({ summary, documents }: ShareLink, words: string, count: (count: number) => string): string {
  return [...(summary ? [words] : []), ...(documents === 0 ? [] : [count(documents)])].join(' + ');
}
