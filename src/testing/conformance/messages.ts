/**
 * What many messages begin with.
 */
export const VALIDATION = 'ValidationException: ';
/** The envelope of one error. */
export const ONE_ERROR = `${VALIDATION}1 validation error detected: `;
export const INVALID = 'One or more parameter values were invalid: ';
export const NO_TABLE = 'ResourceNotFoundException: Requested resource not found';
export const CONDITION_FAILED = 'ConditionalCheckFailedException: The conditional request failed';
export const KEY_MISMATCH = `${VALIDATION}The provided key element does not match the schema`;
