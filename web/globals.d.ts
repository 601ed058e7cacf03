/** Address of the folder that holds pdf.js's fonts and decoders; written by vite.config.ts. */
declare const __PDFJS_DATA__: string;
