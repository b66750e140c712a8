/**
 * `RequestItems` of the batch operations: a map from table names to what is asked of each table.
 */
import { map } from '../../wire/shapes/collections.ts';
import type { MapRules } from '../../wire/shapes/collections.ts';
import { complain } from '../../wire/shapes/shape.ts';
import type { Shape } from '../../wire/shapes/shape.ts';

const TABLE_NAME = /^[a-zA-Z0-9_.-]{3,255}$/;
const KEY_RULES = [
  'Member must have length less than or equal to 255',
  'Member must have length greater than or equal to 3',
  'Member must satisfy regular expression pattern: [a-zA-Z0-9_.-]+',
].join(', ');

/** A map by table name or ARN, whose keys are held to the rules of table names. */
export function byTable<T>(entry: Shape<T>, rules: MapRules): Shape<Readonly<Record<string, T>>> {
  const shape = map(entry, rules);
  return {
    ...shape,
    read: (value, parent, step, failures) => {
      const tables = shape.read(value, parent, step, failures);
      const isName = (name: string): boolean => name.startsWith('arn:') || TABLE_NAME.test(name);
      if (!Object.keys(tables).every(isName)) {
        complain(failures, parent, step, {
          kind: 'entries',
          form: 'echo',
          echo: (out) => {
            shape.echo(value, out);
          },
          constraint: `Map keys must satisfy constraint: [${KEY_RULES}]`,
        });
      }
      return tables;
    },
  };
}
