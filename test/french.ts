/** Words and signs that English has not. */
export const french =
  /« | »|\p{L} [:;?!]( |$)|[éèêëàâùûçôîïœ]|\b(le|la|les|des|du|une|votre|vous|est|et|dans|pour|par|sur|au|aux|sans|avec|chez|ou)\b/iu;
