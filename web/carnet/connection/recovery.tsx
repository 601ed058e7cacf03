import { useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { api } from '../../kit/api.ts';
import { Button } from '../../kit/button.tsx';
import { Confirm } from '../../kit/confirm.tsx';
import { Failed } from '../../kit/loaded.tsx';
import { useChange } from './useChange.ts';

interface RecoveryProps {
  readonly left: number;
  readonly fresh: boolean;
  /** Just made: shown this once. */
  readonly codes: readonly string[] | undefined;
  readonly onCodes: (codes: readonly string[] | undefined) => void;
}

/** How many codes are left; new ones, shown once. */
export function RecoveryCodes({ left, fresh, codes, onCodes }: RecoveryProps) {
  const { t } = useTranslation('carnet');
  const [asking, setAsking] = useState(false);
  const renew = useChange(
    () => api<{ codes: readonly string[] }>('POST', '/api/carnet/account/recovery-codes'),
    (made) => onCodes(made.codes),
  );
  return (
    <section className="card" aria-labelledby="recovery">
      <h2 id="recovery">{t('connection.recovery.title')}</h2>
      {codes === undefined ? (
        <>
          <p>{t('connection.recovery.lead')}</p>
          <p>{t('connection.recovery.left', { count: left })}</p>
          {renew.isError && <Failed error={renew.error} />}
          <Button isDisabled={!fresh || renew.isPending} onPress={() => setAsking(true)}>
            {t('connection.recovery.make')}
          </Button>
        </>
      ) : (
        <Codes codes={codes} onNoted={() => onCodes(undefined)} />
      )}
      {asking && (
        <Confirm
          title={t('connection.recovery.makeTitle')}
          confirm={t('connection.recovery.make')}
          onConfirm={() => {
            renew.mutate();
            setAsking(false);
          }}
          onClose={() => setAsking(false)}
        >
          <p>{t('connection.recovery.makeText')}</p>
        </Confirm>
      )}
    </section>
  );
}

function Codes({ codes, onNoted }: { codes: readonly string[]; onNoted: () => void }) {
  const { t } = useTranslation('carnet');
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => heading.current?.focus(), []);
  return (
    <>
      <h3 ref={heading} tabIndex={-1}>
        {t('connection.recovery.noted')}
      </h3>
      <p>{t('connection.recovery.notedText')}</p>
      <ol>
        {codes.map((code) => (
          <li key={code}>
            <code>{code}</code>
          </li>
        ))}
      </ol>
      <Button onPress={onNoted}>{t('connection.recovery.done')}</Button>
    </>
  );
}
