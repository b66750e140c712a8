import type { DocumentPath } from '../../item/document-path.ts';
import type { UpdateNode, UpdateTerm } from './update-nodes.ts';

/** Every document path the right-hand sides of an update read. */
export function pathsReadBy(update: UpdateNode): readonly DocumentPath[] {
  const paths: DocumentPath[] = [];
  for (const action of update.actions) if (action.kind === 'set') collect(action.term, paths);
  return paths;
}

function collect(term: UpdateTerm, paths: DocumentPath[]): void {
  switch (term.kind) {
    case 'literal':
      break;
    case 'path':
      paths.push(term.path);
      break;
    case 'if_not_exists':
      paths.push(term.path);
      collect(term.otherwise, paths);
      break;
    case 'list_append':
      collect(term.first, paths);
      collect(term.second, paths);
      break;
    default:
      collect(term.left, paths);
      collect(term.right, paths);
  }
}
