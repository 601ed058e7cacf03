import { withoutMatricules } from '#ins';
import type { Refusal } from '#kernel';
import { InvalidResource } from './invalid.ts';
import type { Issue } from './validation/issue.ts';

/** What a refusal becomes in HTTP and in an OperationOutcome. */
export interface Answer {
  readonly status: number;
  /** FHIR IssueType. */
  readonly issue: string;
}

const invalid: Answer = { status: 400, issue: 'invalid' };
const rule: Answer = { status: 422, issue: 'business-rule' };
const value: Answer = { status: 422, issue: 'value' };
const forbidden: Answer = { status: 403, issue: 'forbidden' };
const login: Answer = { status: 401, issue: 'login' };
const notFound: Answer = { status: 404, issue: 'not-found' };
const conflict: Answer = { status: 409, issue: 'conflict' };
const duplicate: Answer = { status: 409, issue: 'duplicate' };
const tooLong: Answer = { status: 413, issue: 'too-long' };
const later: Answer = { status: 503, issue: 'transient' };
const unsupported: Answer = { status: 400, issue: 'not-supported' };
const broken: Answer = { status: 500, issue: 'exception' };

/** Every refusal code, or the beginning of its family; the longest that fits counts. */
export const outcomeTable: Readonly<Record<string, Answer>> = {
  'id.unknown': notFound,
  'trace.export-too-large': tooLong,
  'cda.': rule,
  'cda.too-large': tooLong,
  'schematron.': rule,
  'xdm.': rule,
  'xdm.bomb': tooLong,
  'xdm.not-supported': { status: 422, issue: 'not-supported' },
  'xdm.too-large': tooLong,
  'xdm.too-many': tooLong,
  'xml.': rule,
  'xml.too-large': tooLong,
  defect: broken,
  'demo.': broken,
  'directory.': value,
  'directory.unknown-': notFound,
  'documents.': rule,
  'documents.check-unavailable': later,
  'documents.duplicate': duplicate,
  'documents.duplicate-different': conflict,
  'documents.media-type': { status: 415, issue: 'not-supported' },
  'documents.appends-not-yours': forbidden,
  'documents.appends-superseded': conflict,
  'documents.appends-withdrawn': conflict,
  'documents.duplicate-withdrawn': conflict,
  'documents.not-conformant': { status: 422, issue: 'invariant' },
  'documents.missing-metadata': { status: 422, issue: 'required' },
  'documents.nothing-there': notFound,
  'documents.not-withdrawn': conflict,
  'documents.not-yours': forbidden,
  'documents.patch-only': { status: 405, issue: 'not-supported' },
  'documents.reason-required': { status: 422, issue: 'required' },
  'documents.replaces-withdrawn': conflict,
  'documents.restore-operator-only': forbidden,
  'documents.status-fixed': conflict,
  'documents.unmask-person-only': forbidden,
  'documents.release-person-only': forbidden,
  'documents.version-conflict': { status: 412, issue: 'conflict' },
  'documents.withdrawn': { status: 410, issue: 'deleted' },
  'documents.replaces-not-yours': forbidden,
  'documents.replaces-superseded': conflict,
  'documents.search-too-long': invalid,
  'documents.search-without-words': invalid,
  'documents.submission-reused': conflict,
  'documents.too-large': tooLong,
  'documents.too-many': tooLong,
  'documents.unknown-code': { status: 422, issue: 'code-invalid' },
  'ebrim.': rule,
  'ebrim.missing': { status: 422, issue: 'required' },
  'ebrim.too-many': tooLong,
  'fhir.': invalid,
  'fhir.invalid': { status: 422, issue: 'invalid' },
  'fhir.content-type': { status: 415, issue: 'not-supported' },
  'fhir.content-encoding': { status: 415, issue: 'not-supported' },
  'fhir.method': { status: 405, issue: 'not-supported' },
  'fhir.not-supported': { status: 404, issue: 'not-supported' },
  'fhir.across-indexing': later,
  'fhir.not-across': unsupported,
  'fhir.operation-in-transaction': unsupported,
  'fhir.too-broad': { status: 422, issue: 'too-costly' },
  'fhir.parameter-indexing': later,
  'fhir.bad-search-parameter': value,
  'fhir.page-expired': { status: 410, issue: 'expired' },
  'fhir.not-yours': forbidden,
  'fhir.operator-only': forbidden,
  'fhir.professionals-only': forbidden,
  'fhir.not-in-compartment': notFound,
  'fhir.owned': { status: 405, issue: 'not-supported' },
  'fhir.too-many-entries': tooLong,
  'fhir.id-taken': conflict,
  'fhir.patient-in-use': conflict,
  'fhir.unknown-patient': { status: 422, issue: 'not-found' },
  'fhir.other-record': rule,
  'fhir.names-a-patient': rule,
  'fhir.unresolved-reference': { status: 422, issue: 'not-found' },
  'fhir.identity-differs': rule,
  'fhir.identifier-too-long': value,
  'fhir.patch-not-applicable': rule,
  'fhir.patch-test-failed': rule,
  'fhir.patch-immutable': rule,
  'fhir.patch-too-large': tooLong,
  'fhir.too-large': tooLong,
  'fhir.exists': { status: 412, issue: 'duplicate' },
  'fhir.export-limit': { status: 429, issue: 'throttled' },
  'fhir.gone': { status: 410, issue: 'deleted' },
  'fhir.not-acceptable': { status: 406, issue: 'not-supported' },
  'fhir.parameter-not-done': unsupported,
  'fhir.pdq-unknown-domain': { status: 404, issue: 'code-invalid' },
  'fhir.pix-unknown-identifier': notFound,
  'fhir.pix-unknown-source': { status: 400, issue: 'code-invalid' },
  'fhir.pix-unknown-target': { status: 403, issue: 'code-invalid' },
  'fhir.pix-several': rule,
  'fhir.several-matches': { status: 412, issue: 'multiple-matches' },
  'fhir.subscription-': value,
  'fhir.subscription-limit': rule,
  'fhir.subscription-token': forbidden,
  'fhir.unknown-code': notFound,
  'fhir.unknown-map': notFound,
  'fhir.unknown-profile': notFound,
  'fhir.unknown-type': { status: 404, issue: 'not-supported' },
  'fhir.version-conflict': { status: 412, issue: 'conflict' },
  'fhir.unknown-parameter': unsupported,
  'fhir.xml-narrative': { status: 422, issue: 'invalid' },
  'fhir.xml-character': { status: 422, issue: 'invalid' },
  'fhir.xml-shape': { status: 422, issue: 'invalid' },
  'http.': invalid,
  'http.not-found': notFound,
  'http.too-large': tooLong,
  'http.too-many': { status: 429, issue: 'throttled' },
  'ins.': value,
  'ins.code-too-long': tooLong,
  'ins.exists': duplicate,
  'ins.not-found': { status: 404, issue: 'not-found' },
  'ins.not-qualified': rule,
  'ins.bad-page': invalid,
  'ins.batch-doubtful': rule,
  'ins.batch-too-large': tooLong,
  'ins.changed-meanwhile': conflict,
  'ins.insi-not-asked': rule,
  'ins.insi-unavailable': later,
  'ins.item-settled': conflict,
  'ins.link-': rule,
  'ins.link-undone': conflict,
  'ins.new-check-needed': rule,
  'ins.not-confirmed': rule,
  'ins.nothing-changed': conflict,
  'ins.operator-only': forbidden,
  'ins.work-closed': conflict,
  'messaging.': rule,
  'messaging.address-taken': conflict,
  'messaging.closed': conflict,
  'messaging.folder-exists': conflict,
  'messaging.malformed-': value,
  'messaging.no-folder': notFound,
  'messaging.no-message': notFound,
  'messaging.no-template': notFound,
  'messaging.not-allowed': forbidden,
  'messaging.operator-only': forbidden,
  'messaging.too-large': tooLong,
  'messaging.unknown-holder': notFound,
  'messaging.unknown-mailbox': notFound,
  'oversight.': rule,
  'oversight.already-asked': conflict,
  'oversight.check-needed': forbidden,
  'oversight.find-more': invalid,
  'oversight.malformed': invalid,
  'oversight.operator-only': forbidden,
  'oversight.same-person': forbidden,
  'oversight.settled': conflict,
  'packages.': invalid,
  'packages.no-definitions': broken,
  'packages.too-large': tooLong,
  'packages.unknown': notFound,
  'pdf.': rule,
  'pdsm.': invalid,
  'pdsm.bad-patch': value,
  'pdsm.not-supported': unsupported,
  'rights.': forbidden,
  'rights.bad-end': value,
  'rights.bad-mandate': value,
  'rights.bad-table': invalid,
  'rights.changed': { status: 409, issue: 'conflict' },
  'rights.legal-mandate': rule,
  'rights.no-access': notFound,
  'rights.no-invitation': notFound,
  'rights.secret-minors': rule,
  'rights.too-many-mandates': rule,
  'rights.too-many-tries': { status: 429, issue: 'throttled' },
  'rights.reason-required': { status: 422, issue: 'required' },
  'session.': forbidden,
  'share.': value,
  'share.ended': conflict,
  'share.malformed': invalid,
  'share.note-limit': conflict,
  'share.too-often': { status: 429, issue: 'throttled' },
  'share.unknown': notFound,
  'share.wrong-passcode': login,
  'session.none': login,
  'signin.': invalid,
  'settings.': broken,
  'signin.activation-refused': value,
  'signin.busy': later,
  'signin.certificate-': login,
  'signin.common-password': value,
  'signin.demand-gone': conflict,
  'signin.denied-on-phone': forbidden,
  'signin.fresh-needed': forbidden,
  'signin.last-way': conflict,
  'signin.malformed-birth-date': value,
  'signin.malformed-email': value,
  'signin.malformed-matricule': value,
  'signin.no-notices': value,
  'signin.passkey-copied': value,
  'signin.passkey-refused': value,
  'signin.passkeys-impossible': value,
  'signin.passwords-differ': value,
  'signin.revocation-unknown': login,
  'signin.second-needed': forbidden,
  'signin.short-password': value,
  'signin.too-many-passkeys': rule,
  'signin.too-many-tries': { status: 429, issue: 'throttled' },
  'signin.too-young': rule,
  'signin.unknown-letter': notFound,
  'signin.unknown-way': notFound,
  'signin.wrong-code': value,
  'signin.wrong-recovery-code': value,
  'signin.empty': value,
  'signin.forged': forbidden,
  'signin.login-taken': duplicate,
  'signin.malformed-login': value,
  'signin.no-authority': notFound,
  'signin.no-situation': value,
  'signin.not-yet-on-phone': conflict,
  'signin.password-kept': value,
  'signin.unknown-operator': notFound,
  'signin.not-for-apps': forbidden,
  'signin.operator-only': forbidden,
  'signin.operator-refused': forbidden,
  'signin.scope': forbidden,
  'signin.simulator-off': forbidden,
  'signin.unknown-actor': notFound,
  'signin.unknown-app': notFound,
  'signin.unknown-professional': value,
  'signin.weak-password': value,
  'signin.wrong-password': value,
  'signin.slow-down': { status: 429, issue: 'throttled' },
  'signin.token-': login,
  'signin.too-many-demands': { status: 429, issue: 'throttled' },
  'specifications.': invalid,
  'specifications.too-large': tooLong,
  'specifications.unknown': notFound,
  'start.': broken,
  'store.': broken,
  'store.unavailable': later,
  'terminology.': invalid,
  'terminology.not-expandable': { status: 422, issue: 'not-supported' },
  'terminology.too-costly': { status: 422, issue: 'too-costly' },
  'terminology.cyclic': { status: 422, issue: 'invalid' },
  'terminology.unknown-value-set': notFound,
};

export function answerTo(code: string): Answer {
  for (let end = code.length; end > 0; end = code.lastIndexOf('.', end - 2) + 1) {
    const found = outcomeTable[code.slice(0, end)] ?? familyOf(code, end);
    if (found !== undefined) return found;
  }
  return broken;
}

/** `signin.token-` stands for `signin.token-expired` and its like. */
function familyOf(code: string, end: number): Answer | undefined {
  const dash = code.slice(0, end).indexOf('-');
  return dash < 0 ? undefined : outcomeTable[code.slice(0, dash + 1)];
}

/**
 * The refusal as an OperationOutcome: the stable code in `details.coding`, the sentence in French and English in `details.text` and
 * `diagnostics`, the place in `expression`. What it quotes of the request may be a matricule in the wrong place: none is repeated.
 * Source: FHIR R4, OperationOutcome.
 */
export function operationOutcome(refusal: Refusal): string {
  return JSON.stringify({
    resourceType: 'OperationOutcome',
    issue: refusal instanceof InvalidResource ? refusal.issues.map(issueOf) : [issueOfRefusal(refusal)],
  });
}

function issueOfRefusal({ code, sentence, source, at }: Refusal): object {
  return {
    severity: 'error',
    code: answerTo(code).issue,
    details: { coding: [{ system: 'urn:socle:refusal', code }], text: withoutMatricules(sentence.fr) },
    diagnostics: withoutMatricules(source === undefined ? sentence.en : `${sentence.en} [${source}]`),
    ...(at === undefined ? {} : { expression: [withoutMatricules(at)] }),
  };
}

/** One finding of the validator, with the rule that it is about. */
export function issueOf({ severity, code, message, at, rule }: Issue): object {
  return {
    severity,
    code,
    ...(rule === undefined ? {} : { details: { coding: [{ system: 'urn:socle:rule', code: rule }] } }),
    diagnostics: withoutMatricules(message),
    expression: [at],
  };
}
