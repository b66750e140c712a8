import type { PathSyntax } from './nodes.ts';
import { OperandParser } from './operand-parser.ts';

/** Projection expressions: document paths and commas. */
export class ProjectionParser extends OperandParser {
  parse(): readonly PathSyntax[] {
    const paths: PathSyntax[] = [];
    do paths.push(this.parsePath());
    while (this.accept(','));
    this.finish();
    return Object.freeze(paths);
  }
}
