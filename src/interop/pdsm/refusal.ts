import { Refusal } from '#kernel';

export function pdsm(code: string, fr: string, en: string, at: string): Refusal {
  return new Refusal(`pdsm.${code}`, { fr, en }, { at, source: 'PDSm 3.1.1; IHE MHD ITI-65' });
}
