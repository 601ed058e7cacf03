import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useId, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { api } from '../../kit/api.ts';
import { Badge } from '../../kit/badge.tsx';
import { Button } from '../../kit/button.tsx';
import { Confirm } from '../../kit/confirm.tsx';
import { show } from '../../kit/dates.ts';
import { Fact } from '../../kit/documentFacts.tsx';
import { said } from '../../kit/i18n.ts';
import { Failed } from '../../kit/loaded.tsx';
import type { ProfessionalAccess } from '../shapes.ts';
import { AttendingChange } from './attending.tsx';
import { ChangeEnd } from './changeEnd.tsx';
import type { Days } from './ends.tsx';

interface CardProps {
  readonly professional: ProfessionalAccess;
  /** The person’s médecin traitant. */
  readonly isAttending: boolean;
  /** Of the rights that are shown. */
  readonly version: number;
  /** Says on the page what was done: the card may move or change under the reader. */
  readonly onDone: (sentence: string) => void;
}

/** One professional who can read the carnet, or who is blocked. */
export function ProfessionalCard({ professional: pro, isAttending, version, onDone }: CardProps) {
  const { t } = useTranslation('carnet');
  const nameId = useId();
  const client = useQueryClient();
  const [asking, setAsking] = useState(false);
  const [changing, setChanging] = useState<Days>();
  const act = useMutation({
    mutationFn: () =>
      api<void>(pro.blocked ? 'DELETE' : 'PUT', `/api/carnet/blocks/${encodeURIComponent(pro.id)}`, pro.blocked ? undefined : {}),
    onSuccess: async () => {
      onDone(t(pro.blocked ? 'access.nowUnblocked' : 'access.nowBlocked', { name: pro.name }));
      setAsking(false);
      await Promise.all(['access', 'log', 'home'].map((key) => client.invalidateQueries({ queryKey: [key] })));
      // The card moves in the list, and a button that moves loses the focus.
      document.getElementById(nameId)?.focus();
    },
  });
  return (
    <li className="card">
      <h3 id={nameId} tabIndex={-1}>
        {pro.name}
      </h3>
      <p>
        {said(pro.professionLabel)}, {pro.structure.name}
      </p>
      <p className="badges">
        {pro.blocked ? (
          <Badge tone="danger" icon="blocked">
            {t('access.blocked')}
          </Badge>
        ) : (
          <Badge tone="done" icon="done">
            {t('access.active')}
          </Badge>
        )}
        {endsSoon(pro) && (
          <Badge tone="attention" icon="later">
            {t('ends.soon')}
          </Badge>
        )}
        {isAttending && (
          <Badge tone="info" icon="person">
            {t('attending.badge')}
          </Badge>
        )}
      </p>
      <dl className="facts">
        {pro.ground && <Fact term={t('access.ground')}>{said(pro.ground.label)}</Fact>}
        {pro.reason && <Fact term={t('access.reason')}>{pro.reason}</Fact>}
        {pro.givenBy === 'person' && <Fact term={t('access.givenBy')}>{t('access.byYou')}</Fact>}
        <Fact term={t('access.since')}>{show(pro.since, 'day')}</Fact>
        {!pro.blocked && pro.until && <Fact term={t('access.until')}>{show(pro.until, 'day')}</Fact>}
        <Fact term={t('access.last')}>{pro.lastAccessAt ? show(pro.lastAccessAt, 'moment') : t('access.never')}</Fact>
      </dl>
      <div className="actions">
        {!pro.blocked && (
          <>
            <Button aria-describedby={nameId} onPress={() => setChanging(30)}>
              {t('ends.change')}
            </Button>
            <Button aria-describedby={nameId} onPress={() => setChanging(0)}>
              {t('ends.end')}
            </Button>
          </>
        )}
        {!pro.blocked && pro.isPhysician && (
          <AttendingChange professional={pro} isAttending={isAttending} version={version} onDone={onDone} />
        )}
        <Button look={pro.blocked ? 'plain' : 'danger'} aria-describedby={nameId} onPress={() => setAsking(true)}>
          {t(pro.blocked ? 'access.unblock' : 'access.block')}
        </Button>
      </div>
      {changing !== undefined && (
        <ChangeEnd professional={pro} until={pro.until} first={changing} onDone={onDone} onClose={() => setChanging(undefined)} />
      )}
      {asking && (
        <Confirm
          title={t(pro.blocked ? 'access.unblockTitle' : 'access.blockTitle', { name: pro.name })}
          confirm={t(pro.blocked ? 'access.unblockConfirm' : 'access.blockConfirm')}
          look={pro.blocked ? 'main' : 'danger'}
          isBusy={act.isPending}
          onConfirm={() => act.mutate()}
          onClose={() => setAsking(false)}
        >
          {pro.blocked ? (
            <p>{t('access.unblock1')}</p>
          ) : (
            <ul>
              <li>{t('access.block1')}</li>
              <li>{t('access.block2')}</li>
              <li>{t('access.block3')}</li>
            </ul>
          )}
          {act.isError && <Failed error={act.error} />}
        </Confirm>
      )}
    </li>
  );
}

const week = 7 * 86_400_000;

const endsSoon = ({ until, blocked }: ProfessionalAccess): boolean =>
  !blocked && until !== undefined && new Date(until).getTime() - Date.now() < week;
