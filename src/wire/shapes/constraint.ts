import { boundedText } from '../error-text.ts';
import { EchoText } from './echo-text.ts';

/**
 * What the first validation layer finds wrong with a request, and the two forms AWS writes it in.
 *
 * `echo` is the older form, `Value 'x' at 'memberName' failed to satisfy constraint: ...`; `named` the newer one, without
 * the value. Which member of which operation uses which is a fact of eu-west-2 (reference validation.md, sections 1-3)
 * and is declared with the member.
 */

/** One step down a request: a member of a structure, an element of a list (from 0), an entry of a map. */
export type Step = string | number | { readonly entry: string };

/** Where a value stands. Built only when it is needed: a chain towards the root. */
export interface Place {
  readonly parent: Place | undefined;
  readonly step: Step;
}

export type ConstraintForm = 'echo' | 'named';
export type ConstraintKind = 'null' | 'length' | 'range' | 'pattern' | 'enum' | 'entries';

/** What a constraint is not content with. */
export interface ConstraintFailure {
  readonly place: Place;
  readonly kind: ConstraintKind;
  readonly form: ConstraintForm;
  /** Prints the rejected value as AWS does; undefined when it was missing. */
  readonly echo: ((out: EchoText) => void) | undefined;
  /** `Member must ...` as the older form has it. */
  readonly constraint: string;
  /** The same as the newer form has it, where the two differ. */
  readonly namedConstraint?: string | undefined;
}

/** AWS stops counting there: "10 validation errors detected" is the most it has been seen to say. */
const REPORTED_MAX = 10;

/** Reports look for failures of some kind among so many. */
const KEPT_MAX = 1_000;

/**
 * What one reading of a request found. The first reading takes members as they come and asks only whether there is any failure;
 * the second one, where there is, goes by the order of declaration.
 */
export class Failures {
  readonly isByDeclaration: boolean;
  readonly #found: ConstraintFailure[] = [];

  constructor(isByDeclaration: boolean) {
    this.isByDeclaration = isByDeclaration;
  }

  get found(): readonly ConstraintFailure[] {
    return this.#found;
  }

  add(failure: ConstraintFailure): void {
    if (this.#found.length < KEPT_MAX) this.#found.push(failure);
  }
}

/** Turns the failures of one request, at least one and in the order of declaration, into the message of the answer. */
export type ConstraintReport = (failures: readonly ConstraintFailure[]) => string;

/** The member of the request that the failure is about or inside of: `TableName`. */
export function topMember(failure: ConstraintFailure): string {
  let place = failure.place;
  while (place.parent !== undefined) place = place.parent;
  return typeof place.step === 'string' ? place.step : '';
}

/** `keySchema.1.member.keyType`, or with `named` `KeySchema.1.member.KeyType`. */
function pathOf(place: Place, form: ConstraintForm): string {
  const { parent, step } = place;
  const above = parent === undefined ? '' : pathOf(parent, form);
  const dot = above === '' ? '' : `${above}.`;
  if (typeof step === 'number') return `${dot}${String(step + 1)}.member`;
  if (typeof step === 'object') return `${dot}${boundedText(step.entry)}.member`;
  return dot + (form === 'named' ? step : step.charAt(0).toLowerCase() + step.slice(1));
}

function renderEcho(failure: ConstraintFailure): string {
  const value = failure.echo === undefined ? 'null' : `'${echoed(failure.echo)}'`;
  return `Value ${value} at '${pathOf(failure.place, 'echo')}' failed to satisfy constraint: ${failure.constraint}`;
}

function echoed(echo: (out: EchoText) => void): string {
  const out = new EchoText();
  echo(out);
  return out.text;
}

/** In the newer form. */
export function renderNamed(failure: ConstraintFailure): string {
  const constraint = failure.namedConstraint ?? failure.constraint;
  if (failure.kind === 'enum') return `Failed to satisfy constraint: ${constraint}`;
  return `Value at '${pathOf(failure.place, 'named')}' failed to satisfy constraint: ${constraint}`;
}

/** `1 validation error detected: a`, `2 validation errors detected: a; b`. */
function detected(
  failures: readonly ConstraintFailure[],
  render: (failure: ConstraintFailure) => string,
): string {
  const details = failures.slice(0, REPORTED_MAX).map(render);
  const noun = details.length === 1 ? 'error' : 'errors';
  return `${String(details.length)} validation ${noun} detected: ${details.join('; ')}`;
}

/** Everything in the older form. */
export const reportEchoed: ConstraintReport = (failures) => detected(failures, renderEcho);

/** Each in its declared form, all together. */
const reportAll: ConstraintReport = (failures) =>
  detected(failures, (each) => (each.form === 'named' ? renderNamed(each) : renderEcho(each)));

/**
 * The usual report. A missing member brings out the older form for all; otherwise a length or range in the newer form
 * is reported alone, because that layer stops at its first; otherwise each in its declared form.
 */
export const reportUsual: ConstraintReport = (failures) => {
  if (failures.some((each) => each.kind === 'null')) return reportEchoed(failures);
  const alone = failures.find((each) => each.form === 'named' && each.kind !== 'enum');
  return alone === undefined ? reportAll(failures) : reportAll([alone]);
};

/** As {@link reportUsual}, but an enum in the newer form is reported alone as well (UpdateItem). */
export const reportFirstNamed: ConstraintReport = (failures) => {
  if (failures.some((each) => each.kind === 'null')) return reportEchoed(failures);
  const alone = failures.find((each) => each.form === 'named');
  return alone === undefined ? reportAll(failures) : reportAll([alone]);
};
