import { useEffect, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { announce } from './announcer.tsx';
import { Button } from './button.tsx';

interface MoreProps {
  readonly hasMore: boolean;
  readonly isLoading: boolean;
  readonly shown: number;
  readonly onMore: () => void;
}

/** « Charger la suite »: the focus stays where it is, and the new number of lines is said. */
export function More({ hasMore, isLoading, shown, onMore }: MoreProps) {
  const { t } = useTranslation();
  const asked = useRef<number>(undefined);
  useEffect(() => {
    if (asked.current === undefined || asked.current === shown) return;
    asked.current = undefined;
    announce(t('moreShown', { count: shown }));
  }, [shown, t]);
  if (!hasMore) return null;
  return (
    <p className="more">
      <Button
        isDisabled={isLoading}
        onPress={() => {
          asked.current = shown;
          onMore();
        }}
      >
        {isLoading ? t('wait') : t('more')}
      </Button>
    </p>
  );
}
