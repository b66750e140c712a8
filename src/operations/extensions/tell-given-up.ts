import { WHY_TRIGGER_GAVE_UP } from '../../wire/extensions/given-up.ts';
import { integer, oneOf } from '../../wire/shapes/scalars.ts';
import { required, requestShape } from '../../wire/shapes/structure.ts';
import { bareTableName } from '../request/common-members.ts';
import { consumerName } from './consumer-members.ts';
import type { Operation } from '../operation.ts';

const parse = requestShape({
  Trigger: required(consumerName),
  TableName: required(bareTableName),
  Why: required(oneOf(WHY_TRIGGER_GAVE_UP)),
  Records: integer({ min: 1 }),
});

/** Tells whoever listens that a trigger has given up records. Writes nothing. */
export const tellGivenUp: Operation<ReturnType<typeof parse>> = {
  name: 'TellGivenUp',
  layout: parse.layout,
  parse,
  touches: () => [],
  run: ({ Trigger: trigger, TableName: tableName, Why: why, Records: records }, context) => {
    context.tell({ type: 'given-up', trigger, tableName, why, records });
    return '{}';
  },
};
