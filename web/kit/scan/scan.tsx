import { type SubmitEvent, useId, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Button } from '../button.tsx';
import { Field } from '../field.tsx';
import { Status } from '../status.tsx';
import { Camera } from './camera.tsx';
import { codeInFile, type Unread } from './readCode.ts';

interface ScanProps {
  readonly isBusy: boolean;
  /** The text of a code, whatever it says: the server reads it. */
  readonly onCode: (text: string) => void;
}

/** Four ways to the text of a printed INS code: camera, photograph or scan, PDF, hand scanner. Loaded only when asked for. */
export default function Scan({ isBusy, onCode }: ScanProps) {
  const { t } = useTranslation();
  const titleId = useId();
  const [filming, setFilming] = useState(false);
  const [looking, setLooking] = useState(false);
  const [unread, setUnread] = useState<Unread>();
  const found = (text: string) => {
    setFilming(false);
    onCode(text);
  };
  const look = async (file: File | undefined) => {
    if (file === undefined) return;
    setUnread(undefined);
    setLooking(true);
    const reading = await codeInFile(file);
    setLooking(false);
    if ('text' in reading) found(reading.text);
    else setUnread(reading.unread);
  };
  return (
    <section className="card scan" aria-labelledby={titleId}>
      <h2 id={titleId}>{t('scan.title')}</h2>
      <p>{t('scan.lead')}</p>
      {'mediaDevices' in navigator ? (
        !filming && (
          <Button isDisabled={isBusy} onPress={() => setFilming(true)}>
            {t('scan.camera')}
          </Button>
        )
      ) : (
        <p className="hint">{t('scan.noCamera')}</p>
      )}
      {filming && <Camera onCode={found} onStop={() => setFilming(false)} />}
      <div className="field">
        <label htmlFor="scan-file">{t('scan.file')}</label>
        <p className="hint" id="scan-file-hint">
          {t('scan.fileHint')}
        </p>
        <input
          id="scan-file"
          type="file"
          accept="image/*,application/pdf"
          aria-describedby="scan-file-hint"
          onChange={(event) => {
            void look(event.target.files?.[0]);
            // The same file again is a new try.
            event.target.value = '';
          }}
        />
      </div>
      <Status tone="info">{looking && <p>{t('scan.looking')}</p>}</Status>
      <Status tone="danger">{unread && <p>{t(`scan.unread.${unread}`)}</p>}</Status>
      <HandScanner isBusy={isBusy} onCode={found} />
    </section>
  );
}

/** A hand scanner plays a keyboard, and ends with Enter. */
function HandScanner({ isBusy, onCode }: ScanProps) {
  const { t } = useTranslation();
  const [typed, setTyped] = useState('');
  const submit = (event: SubmitEvent) => {
    event.preventDefault();
    if (typed.trim() === '') return;
    setTyped('');
    onCode(typed);
  };
  return (
    <form noValidate onSubmit={submit}>
      <Field id="scan-typed" label={t('scan.hand')} hint={t('scan.handHint')} value={typed} maxLength={500} onChange={setTyped} />
      <Button type="submit" isDisabled={isBusy}>
        {t('scan.handSubmit')}
      </Button>
    </form>
  );
}
