import { useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Button } from '../kit/button.tsx';
import { show } from '../kit/dates.ts';
import { ErrorSummary, type FieldFault, faultOf } from '../kit/errorSummary.tsx';
import { Field } from '../kit/field.tsx';
import { said } from '../kit/i18n.ts';
import { Notice, Status } from '../kit/status.tsx';
import type { Payload } from './link.ts';
import { Refused, type Reader as Who } from './open.ts';

interface AskProps {
  readonly link: Payload;
  readonly open: (who: Who, onFile: (done: number, of: number) => void) => Promise<void>;
}

/** Before a link is opened: what it is, until when, and who reads. Nothing is asked of the server until the reader presses. */
export function Ask({ link, open }: AskProps) {
  const { t } = useTranslation('partage');
  const wantsCode = link.flag.includes('P');
  const [recipient, setRecipient] = useState('');
  const [passcode, setPasscode] = useState('');
  const [faults, setFaults] = useState<readonly FieldFault[]>([]);
  const [refusal, setRefusal] = useState<string>();
  const [progress, setProgress] = useState<string>();
  const busy = useRef(false);

  const send = async (): Promise<void> => {
    if (busy.current) return;
    const wrong: FieldFault[] = [
      ...(recipient.trim() === '' ? [{ field: 'recipient', sentence: t('ask.noName') }] : []),
      ...(wantsCode && passcode.trim() === '' ? [{ field: 'passcode', sentence: t('ask.noCode') }] : []),
    ];
    setFaults(wrong);
    setRefusal(undefined);
    if (wrong.length > 0) return;
    busy.current = true;
    setProgress(t('ask.opening'));
    try {
      const who = { recipient: recipient.trim(), ...(wantsCode ? { passcode: typed(passcode) } : {}) };
      await open(who, (done, of) => setProgress(t('ask.file', { done: done + 1, of })));
    } catch (error) {
      setProgress(undefined);
      if (error instanceof Refused && error.remainingAttempts !== undefined)
        setFaults([{ field: 'passcode', sentence: t('ask.wrongCode', { count: error.remainingAttempts }) }]);
      else setRefusal(error instanceof Refused && error.sentence !== undefined ? said(error.sentence) : t('ask.failed'));
    } finally {
      busy.current = false;
    }
  };

  return (
    <>
      <p className="lead">{t('ask.lead')}</p>
      <dl className="facts card">
        <div className="fact">
          <dt>{t('ask.label')}</dt>
          <dd>{link.label || t('ask.noLabel')}</dd>
        </div>
        {link.exp !== undefined && (
          <div className="fact">
            <dt>{t('ask.until')}</dt>
            <dd>{show(new Date(link.exp * 1000).toISOString(), 'moment')}</dd>
          </div>
        )}
      </dl>
      <ErrorSummary faults={faults} />
      <Status tone="danger">
        {refusal && (
          <>
            <p className="notice-title">{t('ask.refused')}</p>
            <p>{refusal}</p>
          </>
        )}
      </Status>
      <form
        noValidate
        onSubmit={(event) => {
          event.preventDefault();
          void send();
        }}
      >
        <Field
          id="recipient"
          label={t('ask.name')}
          hint={t('ask.nameHint')}
          value={recipient}
          maxLength={80}
          isRequired
          error={faultOf(faults, 'recipient')}
          onChange={setRecipient}
        />
        {wantsCode && (
          <Field
            id="passcode"
            label={t('ask.code')}
            hint={t('ask.codeHint')}
            value={passcode}
            maxLength={64}
            isShort
            isRequired
            error={faultOf(faults, 'passcode')}
            onChange={setPasscode}
          />
        )}
        <Button type="submit" look="main">
          {t('ask.open')}
        </Button>
      </form>
      <p role="status" className="waiting">
        {progress ?? ''}
      </p>
      <Notice tone="info" title={t('ask.privacyTitle')}>
        <p>{t('ask.privacy')}</p>
      </Notice>
    </>
  );
}

/** Digits are shown in groups, and copied so. */
const typed = (passcode: string): string => (/^[\d\s]+$/.test(passcode) ? passcode.replace(/\s/g, '') : passcode.trim());
