/** One table of routes; refusal to status; sessions of the web spaces. */
export { type Http, type HttpDeps, openHttp } from './app.ts';
export { listenTls, type TlsListener, type TlsMaterial } from './tls.ts';
