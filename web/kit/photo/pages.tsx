import { type Dispatch, type SetStateAction, useId, useRef, useState } from 'react';
import { FileTrigger } from 'react-aria-components/FileTrigger';
import { useTranslation } from 'react-i18next';
import { announce } from '../announcer.tsx';
import { Button } from '../button.tsx';
import { Icon } from '../icon.tsx';
import { Status } from '../status.tsx';
import { CropPhoto } from './crop.tsx';
import { PhotoCard } from './photoCard.tsx';
import './photo.css';
import { bytesOf, changedPhoto, mostPhotoBytes, mostPhotos, type Photo, photoFrom, turnedPhoto } from './photo.ts';

interface PhotoPagesProps {
  /** Where the summary of errors points. */
  readonly id: string;
  readonly photos: readonly Photo[];
  /** A setter of React: work that ends later changes what is there by then. */
  readonly onChange: Dispatch<SetStateAction<readonly Photo[]>>;
  readonly error?: string | undefined;
}

/**
 * The pages of a paper: photos taken or chosen, in their order, each turned, cut to its paper, lightened, removed. What is made of them for the
 * server: {@link pagesOf}. Nothing leaves the browser here.
 */
export function PhotoPages({ id, photos, onChange, error }: PhotoPagesProps) {
  const { t } = useTranslation();
  const hint = useId();
  const [cropping, setCropping] = useState<string>();
  const [busy, setBusy] = useState(false);
  const [refused, setRefused] = useState<readonly string[]>([]);
  const list = useRef<HTMLOListElement>(null);

  const add = async (files: FileList | null): Promise<void> => {
    setBusy(true);
    const said: string[] = [];
    let room = mostPhotos - photos.length;
    for (const file of files ?? []) {
      if (room === 0) {
        said.push(t('photo.tooMany', { most: mostPhotos }));
        break;
      }
      const photo = await photoFrom(file);
      if (typeof photo === 'string') said.push(t(`photo.${photo}`, { name: file.name }));
      else {
        room -= 1;
        onChange((now) => [...now, photo]);
      }
    }
    setRefused(said);
    setBusy(false);
  };
  // Buttons stay as they are meanwhile: one that is disabled under the finger loses the focus of the keyboard.
  const working = useRef(false);
  const replace = async (photo: Photo, make: () => Promise<Photo>): Promise<void> => {
    if (working.current) return;
    working.current = true;
    setBusy(true);
    try {
      const made = await make();
      onChange((now) => now.map((one) => (one.key === photo.key ? made : one)));
    } finally {
      working.current = false;
      setBusy(false);
    }
  };
  const move = (at: number, by: -1 | 1): void => {
    onChange((now) => {
      const others = now.filter((_, i) => i !== at);
      const moved = now[at];
      return moved === undefined ? now : [...others.slice(0, at + by), moved, ...others.slice(at + by)];
    });
    announce(t('photo.moved', { number: at + by + 1 }));
  };
  const remove = (photo: Photo): void => {
    onChange((now) => now.filter(({ key }) => key !== photo.key));
    announce(t('photo.removed'));
    document.getElementById(id)?.querySelector('button')?.focus();
  };
  const focusCard = (key: string): void =>
    void setTimeout(() => list.current?.querySelector<HTMLElement>(`[data-key="${key}"] button`)?.focus());

  const cropped = photos.findIndex(({ key }) => key === cropping);
  const photo = photos[cropped];
  if (photo !== undefined) {
    const back = (): void => {
      setCropping(undefined);
      focusCard(photo.key);
    };
    return (
      <CropPhoto
        photo={photo}
        number={cropped + 1}
        onCancel={back}
        onDone={(corners) => {
          void replace(photo, () => changedPhoto(photo, { corners }));
          back();
        }}
      />
    );
  }
  const tooHeavy = bytesOf(photos) > mostPhotoBytes;
  return (
    <fieldset className="field photo-pages" id={id} aria-describedby={hint} aria-busy={busy}>
      <legend className="photo-name">{t('photo.pages')}</legend>
      <p className="hint" id={hint}>
        {t('photo.hint', { most: mostPhotos })}
      </p>
      {error && <p className="error">{error}</p>}
      {photos.length > 0 && (
        <ol className="photo-list" ref={list}>
          {photos.map((one, at) => (
            <PhotoCard
              key={one.key}
              photo={one}
              number={at + 1}
              count={photos.length}
              onCrop={() => setCropping(one.key)}
              onTurn={() => void replace(one, () => turnedPhoto(one))}
              onLight={(light) => void replace(one, () => changedPhoto(one, { light }))}
              onMove={(by) => move(at, by)}
              onRemove={() => remove(one)}
            />
          ))}
        </ol>
      )}
      <p className="actions">
        <span className="photo-camera">
          <FileTrigger acceptedFileTypes={['image/*']} defaultCamera="environment" onSelect={(files) => void add(files)}>
            <Button>
              <Icon name="camera" /> {t('photo.take')}
            </Button>
          </FileTrigger>
        </span>
        <FileTrigger acceptedFileTypes={['image/*']} allowsMultiple onSelect={(files) => void add(files)}>
          <Button>
            <Icon name="attach" /> {t(photos.length === 0 ? 'photo.choose' : 'photo.chooseMore')}
          </Button>
        </FileTrigger>
      </p>
      <Status tone="attention">
        {(refused.length > 0 || tooHeavy) && (
          <>
            {refused.map((sentence) => (
              <p key={sentence}>{sentence}</p>
            ))}
            {tooHeavy && <p>{t('photo.tooHeavy', { most: mostPhotoBytes / 1024 / 1024 })}</p>}
          </>
        )}
      </Status>
    </fieldset>
  );
}
