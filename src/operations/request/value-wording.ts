import { ValueFault } from '../../item/value-fault.ts';
import { envelopedError, validationError } from '../../wire/dynamo-error.ts';

/** How an operation words the faults of attribute values and expressions. */
export interface ValueRules {
  /** Which wording of number and duplicate-set messages. */
  readonly layer: 'current' | 'older';
  /** Whether the message goes behind `1 validation error detected: `. */
  readonly enveloped: boolean;
  /** Whether a faulty expression value reads `ExpressionAttributeValues contains invalid value: ... for key :v`. */
  readonly wrapsExpressionValues: boolean;
}

const SINGLE_WRITE: ValueRules = {
  layer: 'current',
  enveloped: true,
  wrapsExpressionValues: false,
};
const CURRENT_BARE: ValueRules = {
  layer: 'current',
  enveloped: false,
  wrapsExpressionValues: false,
};
const OLDER_BARE: ValueRules = { layer: 'older', enveloped: false, wrapsExpressionValues: true };

/** Source: reference validation.md section 1, eu-west-2. */
const RULES = {
  PutItem: SINGLE_WRITE,
  UpdateItem: SINGLE_WRITE,
  DeleteItem: SINGLE_WRITE,
  GetItem: CURRENT_BARE,
  BatchGetItem: CURRENT_BARE,
  Query: CURRENT_BARE,
  TransactGetItems: CURRENT_BARE,
  TransactWriteItems: CURRENT_BARE,
  BatchWriteItem: OLDER_BARE,
  Scan: OLDER_BARE,
} as const;

export function valueRules(operation: keyof typeof RULES): ValueRules {
  return RULES[operation];
}

/** Runs `check` and answers its result; a {@link ValueFault} in it becomes the ValidationException of `rules`. */
export function guard<T>(rules: ValueRules, check: () => T): T {
  try {
    return check();
  } catch (fault) {
    if (!(fault instanceof ValueFault)) throw fault;
    throw rules.enveloped ? envelopedError(fault.message) : validationError(fault.message);
  }
}
