/** Who acts: the OpenID provider at /oidc, the access tokens it gives, the citizens' accounts, the web sessions. */

export type { Accounts, CitizenAccount, DemoAccount, NewAccount, ShownSignIn } from './accounts/accounts.ts';
export type { ActivationWay, AskedLetter, MadeCode } from './accounts/activation.ts';
export type { Citizens } from './accounts/citizens.ts';
export type { Notice, Notices, SentNotice } from './accounts/notices.ts';
export { type ListedOperator, type OperatorAccount, type Operators, openOperatorAccounts } from './accounts/operators.ts';
export { hashPassword, passwordMatches } from './accounts/password.ts';
export type { FindPerson, KnownPerson } from './accounts/people.ts';
export { qrOf } from './accounts/qr.ts';
export type { SecondKind } from './accounts/secondFactor.ts';
export type { WaysIn } from './accounts/ways.ts';
export type { AllowedApp } from './apps/allowed.ts';
export type { Apps, LaunchableApp } from './apps/apps.ts';
export type { Caller } from './caller.ts';
export {
  type Certificates,
  type IssuedCertificate,
  type ListedCertificate,
  openCertificates,
  revocationChannel,
} from './certificates/certificates.ts';
export type { TrustSettings } from './certificates/outside.ts';
export type { AuthorityName } from './certificates/profiles.ts';
export { type Reason, reasons } from './certificates/revocations.ts';
export type { FederatedLink, FederatedLinks } from './federation/links.ts';
export type { Level, OutsideProvider, OutsideProviders } from './federation/outside.ts';
export { type OperatorTokenRequest, operatorHeaders } from './operatorToken.ts';
export { type Language, languageOf, parseLanguage } from './pages/language.ts';
export { pageHeaders, render as renderPage } from './pages/page.ts';
export { refusalPage } from './pages/problem.ts';
export { isTold, scopeWords } from './pages/scopeWords.ts';
export type { ProfessionalProfile } from './profile.ts';
export { pauseOf } from './protection/pause.ts';
export { blockOf as addressBlock, proxyList } from './protection/source.ts';
export { openTally, type Tally } from './protection/tally.ts';
export { softwareActor } from './provider/account.ts';
export { webClients } from './provider/clients.ts';
export { sameSubject } from './provider/mutualTls.ts';
export { freshNeeded } from './refusals.ts';
export { reachOf, requireScope } from './scopes.ts';
export { signinMigrations } from './signin.schema.ts';
export { openSignin, type Signin, type SigninDeps } from './signin.ts';
export { parseActor } from './tokens/claims.ts';
export type { IssueOptions } from './tokens/issue.ts';
export type { Journal } from './trace.ts';
export { deviceOf, deviceWords } from './web/device.ts';
export type { ListedSession } from './web/ownSessions.ts';
export type { WebSession, WebSessions } from './web/sessions.ts';
