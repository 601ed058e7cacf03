import { Link } from '@tanstack/react-router';
import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Button } from '../../kit/button.tsx';
import { Confirm } from '../../kit/confirm.tsx';
import { Waiting } from '../../kit/loaded.tsx';
import { Page } from '../../kit/page.tsx';
import { Explain } from '../../kit/popover.tsx';
import { useSession } from '../../kit/session.ts';
import { Notice, Status } from '../../kit/status.tsx';
import { MakeCard } from '../emergency/makeCard.tsx';
import { OpenCard } from '../emergency/openCard.tsx';
import type { SealedCard } from '../emergency/seal.ts';
import { eraseCard, keepCard, keptCard } from '../emergency/store.ts';
import '../emergency/emergency.css';
import { Back } from '../back.tsx';
import { focusTitle } from '../focus.ts';

/** The card of this device: undefined while it is looked for, `null` when there is none, and when nothing can be kept here. */
type Kept = SealedCard | null | undefined | 'never';

/** The emergency card: made by who is signed in, opened by who knows the phrase, without network or session. */
export default function EmergencyPage() {
  const { t } = useTranslation('carnet');
  const session = useSession().data;
  const [kept, setKept] = useState<Kept>();
  const [isMaking, setMaking] = useState(false);
  const [isErasing, setErasing] = useState(false);
  const [said, setSaid] = useState('');
  useEffect(() => {
    keptCard().then(
      (card) => setKept(card ?? null),
      () => setKept('never'),
    );
  }, []);
  const keep = async (card: SealedCard): Promise<void> => {
    await keepCard(card);
    setKept(card);
    setMaking(false);
    setSaid(t('emergency.kept'));
    focusTitle();
  };
  const leaveForm = (): void => {
    setMaking(false);
    focusTitle();
  };
  const erase = async (): Promise<void> => {
    await eraseCard();
    setKept(null);
    setErasing(false);
    setSaid(t('emergency.erased'));
    focusTitle();
  };
  const isMine = session?.kind === 'citizen';
  const card = kept !== null && kept !== 'never' ? kept : undefined;
  return (
    <Page title={t('emergency.title')} space={t('space')} lead={t('emergency.lead')} before={isMine && <Back to="/plus" />}>
      <Status tone="done">{said !== '' && <p>{said}</p>}</Status>
      {kept === undefined && <Waiting />}
      {kept === 'never' && (
        <Notice tone="attention">
          <p>{t('emergency.unkept')}</p>
        </Notice>
      )}
      {card && !isMaking && <OpenCard key={card.at} sealed={card} />}
      {kept === null && !isMaking && <Without isMine={isMine} />}
      {isMaking && <MakeCard onKeep={keep} onClose={leaveForm} />}
      {!isMaking && kept !== undefined && kept !== 'never' && (
        <div className="actions screen-only">
          {isMine && (
            <Button
              look={kept === null ? 'main' : 'plain'}
              onPress={() => {
                setSaid('');
                setMaking(true);
              }}
            >
              {t(kept === null ? 'emergency.make' : 'emergency.remake')}
            </Button>
          )}
          {kept !== null && (
            <Explain label={t('emergency.why')}>
              <HowItWorks />
            </Explain>
          )}
          {card && (
            <Button look="danger" onPress={() => setErasing(true)}>
              {t('emergency.erase')}
            </Button>
          )}
        </div>
      )}
      {isErasing && (
        <Confirm
          title={t('emergency.eraseTitle')}
          confirm={t('emergency.erase')}
          look="danger"
          onConfirm={() => void erase()}
          onClose={() => setErasing(false)}
        >
          <p>{t('emergency.eraseText')}</p>
        </Confirm>
      )}
    </Page>
  );
}

function Without({ isMine }: { isMine: boolean }) {
  const { t } = useTranslation('carnet');
  return (
    <>
      <p>{t('emergency.none')}</p>
      {!isMine && (
        <p>
          <Link to="/">{t('emergency.signIn')}</Link>
        </p>
      )}
      <section className="card" aria-labelledby="why">
        <h2 id="why">{t('emergency.why')}</h2>
        <HowItWorks />
      </section>
    </>
  );
}

function HowItWorks() {
  const { t } = useTranslation('carnet');
  return (
    <ol>
      <li>{t('emergency.why1')}</li>
      <li>{t('emergency.why2')}</li>
      <li>{t('emergency.why3')}</li>
      <li>{t('emergency.why4')}</li>
    </ol>
  );
}
