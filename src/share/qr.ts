import { refused } from './refusals.ts';

const longest = 2000;

/** An address as a QR code, SVG: error correction M, four modules of white around it. Source: SMART Health Links 1.0, sharing via QR. */
export async function qrCode(address: string): Promise<string> {
  if (address.length > longest) {
    throw refused('address-too-long', 'link', 'Ce lien est trop long pour un QR code.', 'This link is too long for a QR code.');
  }
  // Read when first needed: most servers start without anybody asking for a code.
  const { toSVG } = await import('bwip-js/node');
  const margin = { paddingwidth: 8, paddingheight: 8, backgroundcolor: 'FFFFFF' };
  const options = { bcid: 'qrcode', text: address, eclevel: 'M', scale: 4, ...margin };
  return toSVG(options);
}
