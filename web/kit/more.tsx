import { useEffect, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { announce } from './announcer.tsx';
import { Button } from './button.tsx';

interface MoreProps {
  readonly hasMore: boolean;
  readonly isLoading: boolean;
  readonly shown: number;
  /** CSS selector of the rows, to take the reader to the first new one. */
  readonly rows: string;
  readonly onMore: () => void;
}

/** « Charger la suite »: the reader is taken to the first new row, and the new number of lines is said. */
export function More({ hasMore, isLoading, shown, rows, onMore }: MoreProps) {
  const { t } = useTranslation();
  const asked = useRef<number>(undefined);
  useEffect(() => {
    if (asked.current === undefined || asked.current === shown) return;
    document.querySelectorAll<HTMLElement>(rows)[asked.current]?.focus();
    asked.current = undefined;
    announce(t('moreShown', { count: shown }));
  }, [shown, rows, t]);
  if (!hasMore) return null;
  return (
    <p className="more">
      <Button
        isPending={isLoading}
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
