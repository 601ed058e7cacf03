import { useMutation } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { apiFile } from '../../kit/api.ts';
import { Button } from '../../kit/button.tsx';
import { Icon } from '../../kit/icon.tsx';
import { Failed } from '../../kit/loaded.tsx';
import { Status } from '../../kit/status.tsx';

interface GetFileProps {
  readonly path: string;
  readonly name: string;
  readonly label: string;
}

/** A file that the server makes on demand: the button says that it is on its way, and a failure says what to do. */
export function GetFile({ path, name, label }: GetFileProps) {
  const { t } = useTranslation('carnet');
  const get = useMutation({
    mutationFn: async () => {
      const file = await apiFile(path);
      save(file.bytes, file.name ?? name);
      return file.name ?? name;
    },
  });
  return (
    <>
      <Button isDisabled={get.isPending} onPress={() => get.mutate()}>
        <Icon name="download" /> {get.isPending ? t('takeaway.busy') : label}
      </Button>
      <Status tone="done">{get.data !== undefined && <p>{t('takeaway.done', { name: get.data })}</p>}</Status>
      {get.error && <Failed error={get.error} />}
    </>
  );
}

function save(bytes: Blob, name: string): void {
  const link = document.createElement('a');
  link.href = URL.createObjectURL(bytes);
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 60_000);
}
