import { type ReactNode, useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Button } from '../../kit/button.tsx';
import { Notice } from '../../kit/status.tsx';
import type { ShownDocument } from './shapes.ts';

type Hidden = Pick<ShownDocument, 'id' | 'hiddenFromPatient' | 'hiddenFromRepresentatives'>;

/** Documents whose warning was read since this page was loaded: it is not asked again at each step back and forth. */
const understood = new Set<string>();

const isWarned = ({ hiddenFromPatient, hiddenFromRepresentatives = false }: Hidden): boolean =>
  hiddenFromPatient || hiddenFromRepresentatives;

interface BeforeProps {
  readonly document: Hidden | undefined;
  /** The warning, where there is one, takes the focus that the document would have. */
  readonly takesFocus?: boolean;
  readonly children: ReactNode;
}

/** Before a document that the person or those who act for them do not see, what to beware of (DMP EX_3.2-1025); then the document. */
export function BeforeOpening({ document: doc, takesFocus = false, children }: BeforeProps) {
  const { t } = useTranslation('pro');
  const [, setRead] = useState(0);
  const asks = doc !== undefined && isWarned(doc) && !understood.has(doc.id);
  const warning = useRef<HTMLDivElement>(null);
  useEffect(() => {
    if (asks && takesFocus) warning.current?.focus({ preventScroll: true });
  }, [asks, takesFocus]);
  // What is below keeps its place, and so what it says, when the document is no longer hidden.
  return (
    <>
      <div ref={warning} tabIndex={-1}>
        {doc?.hiddenFromPatient === true && (
          <Notice tone="attention" title={t('chronology.warn.patientTitle')}>
            <p>{t('chronology.warn.patient')}</p>
          </Notice>
        )}
        {doc?.hiddenFromRepresentatives === true && (
          <Notice tone="attention" title={t('chronology.warn.representativesTitle')}>
            <p>{t('chronology.warn.representatives')}</p>
          </Notice>
        )}
      </div>
      {asks ? (
        <p className="actions">
          <Button
            look="main"
            onPress={() => {
              understood.add(doc.id);
              setRead((n) => n + 1);
            }}
          >
            {t('chronology.warn.open')}
          </Button>
        </p>
      ) : (
        children
      )}
    </>
  );
}
