import { lazy, Suspense, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Button } from '../button.tsx';
import { Icon } from '../icon.tsx';
import { Waiting } from '../loaded.tsx';

const Scan = lazy(() => import('./scan.tsx'));

/** The button that opens the reader of INS codes; the decoder is fetched with it, not before. */
export function ScanPart({ isBusy, onCode }: { isBusy: boolean; onCode: (text: string) => void }) {
  const { t } = useTranslation();
  const [isOpen, setOpen] = useState(false);
  return (
    <>
      <p className="scan-open">
        <Button aria-expanded={isOpen} onPress={() => setOpen(!isOpen)}>
          <Icon name="scan" /> {t(isOpen ? 'scan.close' : 'scan.open')}
        </Button>
      </p>
      {isOpen && (
        <Suspense fallback={<Waiting />}>
          <Scan
            isBusy={isBusy}
            onCode={(text) => {
              setOpen(false);
              onCode(text);
            }}
          />
        </Suspense>
      )}
    </>
  );
}
