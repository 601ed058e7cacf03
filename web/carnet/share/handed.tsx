import { useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Button } from '../../kit/button.tsx';
import { Status } from '../../kit/status.tsx';
import type { HandedLink } from './shapes.ts';

interface HandedProps {
  readonly link: HandedLink;
  /** Shown here and never again. */
  readonly passcode?: string | undefined;
  readonly onClose: () => void;
}

/** A link ready to be handed over: large enough to be scanned from a screen, and to be copied. */
export function Handed({ link, passcode, onClose }: HandedProps) {
  const { t } = useTranslation('carnet');
  const heading = useRef<HTMLHeadingElement>(null);
  const address = useRef<HTMLInputElement>(null);
  const [copied, setCopied] = useState<boolean>();
  useEffect(() => heading.current?.focus(), []);

  const copy = async (): Promise<void> => {
    try {
      await navigator.clipboard.writeText(link.address);
      setCopied(true);
    } catch {
      // Not every browser lets a page copy: the person copies what is selected for them.
      address.current?.select();
      setCopied(false);
    }
  };

  return (
    <section className="card handed" aria-labelledby="handed">
      <h2 id="handed" ref={heading} tabIndex={-1}>
        {t('share.ready')}
      </h2>
      <p>{t('share.readyText')}</p>
      <img className="qr" src={`data:image/svg+xml,${encodeURIComponent(link.qr)}`} alt={t('share.qr')} />
      {passcode !== undefined && (
        <div className="passcode">
          <p>{t('share.yourCode')}</p>
          <p className="code">
            <strong>{passcode.replace(/(...)(?=.)/g, '$1 ')}</strong>
          </p>
          <p className="hint">{t('share.codeOnce')}</p>
        </div>
      )}
      <div className="field">
        <label htmlFor="share-address">{t('share.address')}</label>
        <input id="share-address" ref={address} readOnly value={link.address} onFocus={(event) => event.target.select()} />
      </div>
      <Status tone={copied === false ? 'attention' : 'done'}>
        {copied !== undefined && <p>{t(copied ? 'share.copied' : 'share.copyByHand')}</p>}
      </Status>
      <div className="actions">
        <Button onPress={() => void copy()}>{t('share.copy')}</Button>
        <Button onPress={onClose}>{t('share.finished')}</Button>
      </div>
    </section>
  );
}
