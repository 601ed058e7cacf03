import { type Json, text } from '../json.ts';
import { fault, report, type Scope } from './ground.ts';

/**
 * That a Coding is one of its code system: the code exists, and the display is one of its names. Nothing is said of a system that is not
 * loaded whole. Source: FHIR R4 §4.1.3.
 */
export function checkCoding(value: Json, at: string, scope: Scope): void {
  const [system, code] = [text(value.system), text(value.code)];
  if (system === undefined) return;
  if (!/^[A-Za-z][A-Za-z0-9+.-]*:/.test(system)) {
    fault(scope, 'value', `${at}.system`, 'Coding.system must be an absolute reference, not a local reference', 'coding-system');
    return;
  }
  if (code === undefined) return;
  const { result } = scope.ground.terminology.validateCode({ system, code });
  if (result === false)
    fault(scope, 'code-invalid', `${at}.code`, `Unknown code '${code}' in the CodeSystem '${system}'`, 'code');
  else if (result === true) checkDisplay(system, code, text(value.display), at, scope);
}

function checkDisplay(system: string, code: string, display: string | undefined, at: string, scope: Scope): void {
  if (display === undefined) return;
  const answer = scope.ground.terminology.validateCode({ system, code, display });
  if (answer.result !== false) return;
  const right = answer.display === undefined ? '' : `. The code's display is '${answer.display}'`;
  report(
    scope,
    scope.ground.strict.displays,
    'code-invalid',
    `${at}.display`,
    `Wrong display '${display}' for ${system}#${code}${right}`,
    'display',
  );
}
