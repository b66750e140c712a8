/**
 * What many messages begin with, and the messages that many requests are refused with.
 */
export const VALIDATION = 'ValidationException: ';
/** The envelope of one error. */
export const ONE_ERROR = `${VALIDATION}1 validation error detected: `;
export const INVALID = 'One or more parameter values were invalid: ';
export const INVALID_PARAMETER = VALIDATION + INVALID;
export const NO_TABLE = 'ResourceNotFoundException: Requested resource not found';
export const CONDITION_FAILED = 'ConditionalCheckFailedException: The conditional request failed';
export const KEY_MISMATCH = `${VALIDATION}The provided key element does not match the schema`;

/** One failed constraint in the older form. */
export function constraintFault(value: string, path: string, constraint: string): string {
  return `${ONE_ERROR}Value ${value} at '${path}' failed to satisfy constraint: Member must ${constraint}`;
}

/** Where there is no table called `name`, in the words of the control plane. */
export function tableNotFound(name: string): string {
  return `${NO_TABLE}: Table: ${name} not found`;
}
