import type { FileDropItem } from 'react-aria-components';
import { DropZone, Text } from 'react-aria-components/DropZone';
import { FileTrigger } from 'react-aria-components/FileTrigger';
import { useTranslation } from 'react-i18next';
import { Button } from './button.tsx';

interface FileFieldProps {
  readonly id: string;
  readonly label: string;
  readonly hint?: string;
  readonly error?: string | undefined;
  /** Media types, as `application/pdf`. */
  readonly accepts: readonly string[];
  readonly isMultiple?: boolean;
  readonly onFiles: (files: File[]) => void;
}

/** Files from this device: chosen, dropped or pasted. Whether they are right is for `onFiles` to say. */
export function FileField({ id, label, hint, error, accepts, isMultiple = false, onFiles }: FileFieldProps) {
  const { t } = useTranslation();
  return (
    <div className="field" id={id}>
      <DropZone
        className="drop"
        onDrop={async ({ items }) => {
          const dropped = items.filter((item): item is FileDropItem => item.kind === 'file');
          onFiles(await Promise.all(dropped.slice(0, isMultiple ? dropped.length : 1).map((item) => item.getFile())));
        }}
      >
        <Text slot="label" className="field-label">
          {label}
        </Text>
        {hint && <span className="hint">{hint}</span>}
        {error !== undefined && (
          <span className="error" role="alert">
            {error}
          </span>
        )}
        <span className="drop-words">{t('parts.drop')}</span>
        <FileTrigger acceptedFileTypes={accepts} allowsMultiple={isMultiple} onSelect={(list) => onFiles([...(list ?? [])])}>
          <Button>{t('parts.browse')}</Button>
        </FileTrigger>
      </DropZone>
    </div>
  );
}
