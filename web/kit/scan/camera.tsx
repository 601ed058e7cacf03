import { useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Button } from '../button.tsx';
import { Status } from '../status.tsx';
import { codeIn, drawn } from './readCode.ts';

const pause = 200;
const longestSide = 1280;

/** What the camera sees, until a code is read. Nothing of it is sent or kept. */
export function Camera({ onCode, onStop }: { onCode: (text: string) => void; onStop: () => void }) {
  const { t } = useTranslation();
  const video = useRef<HTMLVideoElement>(null);
  const [failed, setFailed] = useState(false);
  const read = useRef(onCode);
  read.current = onCode;

  useEffect(() => {
    let stopped = false;
    let stream: MediaStream | undefined;
    let timer: ReturnType<typeof setTimeout> | undefined;
    const look = async () => {
      const { current: screen } = video;
      if (stopped || screen === null) return;
      const { videoWidth: width, videoHeight: height } = screen;
      if (width > 0) {
        const scale = Math.min(1, longestSide / Math.max(width, height));
        const text = await codeIn(drawn(screen, width * scale, height * scale));
        if (stopped) return;
        if (text !== undefined) return read.current(text);
      }
      timer = setTimeout(() => void look().catch(() => setFailed(true)), pause);
    };
    const begin = async () => {
      stream = await navigator.mediaDevices.getUserMedia({ video: { facingMode: 'environment' }, audio: false });
      if (stopped || video.current === null) return stopAll(stream);
      video.current.srcObject = stream;
      await video.current.play();
      await look();
    };
    begin().catch(() => !stopped && setFailed(true));
    return () => {
      stopped = true;
      clearTimeout(timer);
      stopAll(stream);
    };
  }, []);

  return (
    <div className="scan-camera">
      <Status tone={failed ? 'danger' : 'info'}>
        <p>{t(failed ? 'scan.cameraFailed' : 'scan.aim')}</p>
      </Status>
      {!failed && <video ref={video} muted playsInline aria-label={t('scan.view')} />}
      <Button onPress={onStop}>{t('scan.stop')}</Button>
    </div>
  );
}

function stopAll(stream: MediaStream | undefined): void {
  for (const track of stream?.getTracks() ?? []) track.stop();
}
