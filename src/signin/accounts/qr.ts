/** A text as a QR code, SVG without a style attribute: error correction M, four modules of white around it. */
export async function qrOf(text: string): Promise<string> {
  // Read when first needed: most servers start without anybody asking for a code.
  const { toSVG } = await import('bwip-js/node');
  const margin = { paddingwidth: 8, paddingheight: 8, backgroundcolor: 'FFFFFF' };
  const options = { bcid: 'qrcode', text: text.slice(0, 1000), eclevel: 'M', scale: 4, ...margin };
  return toSVG(options);
}
