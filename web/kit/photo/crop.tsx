import { type KeyboardEvent, type PointerEvent, useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { announce } from '../announcer.tsx';
import { Button } from '../button.tsx';
import { type Corners, type Point, wholePhoto, withCorner } from './corners.ts';
import type { Photo } from './photo.ts';
import { useAddress } from './useAddress.ts';

const names = ['topLeft', 'topRight', 'bottomRight', 'bottomLeft'] as const;
const ways: Readonly<Record<string, Point>> = {
  ArrowLeft: [-1, 0],
  ArrowRight: [1, 0],
  ArrowUp: [0, -1],
  ArrowDown: [0, 1],
};
/** By the keyboard, in parts of the photo; with Shift the large one. */
const steps = { small: 0.01, large: 0.05 } as const;

interface CropProps {
  readonly photo: Photo;
  readonly number: number;
  readonly onDone: (corners: Corners) => void;
  readonly onCancel: () => void;
}

/** A photo with a handle on each corner of the paper: a finger, a mouse or the arrows of the keyboard bring it there. */
export function CropPhoto({ photo, number, onDone, onCancel }: CropProps) {
  const { t } = useTranslation();
  const [corners, setCorners] = useState(photo.corners);
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => heading.current?.focus(), []);
  return (
    <section className="card" aria-labelledby="photo-crop">
      <h3 id="photo-crop" ref={heading} tabIndex={-1}>
        {t('photo.cropTitle', { number })}
      </h3>
      <p className="hint" id="photo-crop-hint">
        {t('photo.cropHint')}
      </p>
      <CropFrame photo={photo} corners={corners} onMove={(at, to) => setCorners((now) => withCorner(now, at, to))} />
      <p className="actions">
        <Button look="main" onPress={() => onDone(corners)}>
          {t('photo.cropDone')}
        </Button>
        <Button onPress={() => setCorners(wholePhoto)}>{t('photo.whole')}</Button>
        <Button look="quiet" onPress={onCancel}>
          {t('cancel')}
        </Button>
      </p>
    </section>
  );
}

interface FrameProps {
  readonly photo: Photo;
  readonly corners: Corners;
  readonly onMove: (at: number, to: Point) => void;
}

function CropFrame({ photo, corners, onMove }: FrameProps) {
  const { t } = useTranslation();
  const frame = useRef<HTMLDivElement>(null);
  const address = useAddress(photo.source);
  const drag = (at: number) => (event: PointerEvent<HTMLButtonElement>) => {
    if (!event.currentTarget.hasPointerCapture(event.pointerId)) return;
    const box = frame.current?.getBoundingClientRect();
    if (box !== undefined) onMove(at, [(event.clientX - box.left) / box.width, (event.clientY - box.top) / box.height]);
  };
  const press = (at: number) => (event: KeyboardEvent<HTMLButtonElement>) => {
    const way = ways[event.key];
    const corner = corners[at];
    if (way === undefined || corner === undefined) return;
    event.preventDefault();
    const step = event.shiftKey ? steps.large : steps.small;
    const to: Point = [corner[0] + way[0] * step, corner[1] + way[1] * step];
    const [x, y] = withCorner(corners, at, to)[at] ?? corner;
    onMove(at, to);
    announce(t('photo.cornerAt', { x: Math.round(x * 100), y: Math.round(y * 100) }));
  };
  const outline = corners.map(([x, y]) => `${x * 100},${y * 100}`).join(' ');
  return (
    <div className="photo-stage">
      <div className="photo-frame" ref={frame} style={{ aspectRatio: `${photo.width} / ${photo.height}` }}>
        {address !== undefined && <img src={address} alt={t('photo.cropAlt')} draggable={false} />}
        <svg className="photo-outline" viewBox="0 0 100 100" preserveAspectRatio="none" aria-hidden="true" focusable="false">
          <path d={`M0 0H100V100H0Z M${outline}Z`} />
          <polygon points={outline} />
        </svg>
        {names.map((name, at) => (
          <button
            key={name}
            type="button"
            className="photo-corner"
            aria-label={t(`photo.${name}`)}
            aria-describedby="photo-crop-hint"
            style={{ left: `${(corners[at]?.[0] ?? 0) * 100}%`, top: `${(corners[at]?.[1] ?? 0) * 100}%` }}
            onPointerDown={(event) => event.currentTarget.setPointerCapture(event.pointerId)}
            onPointerMove={drag(at)}
            onKeyDown={press(at)}
          />
        ))}
      </div>
    </div>
  );
}
