import { covers } from './policy-actions.ts';
import type { PolicyDocument } from './policy-document.ts';
import { namedActions } from './policy-document.ts';
import { isEveryone } from './policy-principal.ts';

/**
 * Whether the document takes the right to change it from everyone, its author included: by a plain denial, without
 * conditions.
 */
export function locksOut({ Statement: statements }: PolicyDocument): boolean {
  return statements.some((each) => {
    const isNamed = namedActions(each).some((name) => covers(name, 'PutResourcePolicy'));
    return (
      each['Effect'] === 'Deny' &&
      each['Condition'] === undefined &&
      isEveryone(each['Principal']) &&
      isNamed === (each['Action'] !== undefined)
    );
  });
}
