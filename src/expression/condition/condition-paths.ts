import type { DocumentPath } from '../../item/document-path.ts';
import type { ConditionNode, Operand } from '../condition-nodes.ts';

/** Every document path of a condition, in written order. */
export function pathsOfCondition(condition: ConditionNode): readonly DocumentPath[] {
  const paths: DocumentPath[] = [];
  collect(condition, paths);
  return paths;
}

function collect(node: ConditionNode, paths: DocumentPath[]): void {
  switch (node.kind) {
    case 'and':
    case 'or':
      for (const condition of node.conditions) collect(condition, paths);
      break;
    case 'not':
      collect(node.condition, paths);
      break;
    case 'attribute_exists':
    case 'attribute_not_exists':
      paths.push(node.path);
      break;
    default:
      for (const operand of operandsOf(node)) collectOperand(operand, paths);
  }
}

function operandsOf(
  node: Extract<
    ConditionNode,
    { kind: 'comparison' | 'between' | 'in' | 'attribute_type' | 'begins_with' | 'contains' }
  >,
): readonly Operand[] {
  switch (node.kind) {
    case 'comparison':
      return [node.left, node.right];
    case 'between':
      return [node.operand, node.lower, node.upper];
    case 'in':
      return [node.operand, ...node.candidates];
    case 'attribute_type':
      return [node.operand];
    case 'begins_with':
      return [node.operand, node.prefix];
    case 'contains':
      return [node.container, node.member];
  }
}

function collectOperand(operand: Operand, paths: DocumentPath[]): void {
  if (operand.kind === 'path') paths.push(operand.path);
  else if (operand.kind === 'size') collectOperand(operand.operand, paths);
  else if (operand.kind === 'truth') collect(operand.condition, paths);
}
