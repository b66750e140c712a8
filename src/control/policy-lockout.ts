import type { PolicyDocument } from './policy-document.ts';
import { isEveryone, listOf } from './policy-document.ts';

const PUT_POLICY = 'dynamodb:putresourcepolicy';

/**
 * Whether the document takes the right to change it from everyone, its author included: by a plain denial, without
 * conditions.
 */
export function locksOut({ Statement: statements }: PolicyDocument): boolean {
  return statements.some(
    (each) =>
      each['Effect'] === 'Deny' &&
      each['Condition'] === undefined &&
      isEveryone(each['Principal']) &&
      listOf(each['Action']).some((action) => covers(action, PUT_POLICY)),
  );
}

function covers(pattern: unknown, action: string): boolean {
  return typeof pattern === 'string' && matches(pattern.toLowerCase(), action);
}

/** `*` stands for any characters, `?` for any one. Never looks back behind the last `*`, so that no pattern takes long. */
function matches(pattern: string, text: string): boolean {
  let at = 0;
  let star = -1;
  let retry = 0;
  for (let i = 0; i < text.length;) {
    const wanted = pattern[at];
    if (wanted === '*') {
      star = at++;
      retry = i;
    } else if (wanted === '?' || wanted === text[i]) {
      at++;
      i++;
    } else if (star >= 0) {
      at = star + 1;
      i = ++retry;
    } else {
      return false;
    }
  }
  return /^\**$/.test(pattern.slice(at));
}
