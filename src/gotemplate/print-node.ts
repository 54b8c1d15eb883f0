import * as ast from './ast.ts';
import { commandsOf } from './flat-action.ts';
import { quote } from './quote.ts';

/** The normalised source of an expression or action, as Go's error messages show it between `<` and `>`. */
export function printNode(node: ast.AnyNode): string {
  switch (node.kind) {
    case ast.LIST:
      return ast.nodesOf(node).map(printNode).join('');
    case ast.TEXT:
      return node.text;
    case ast.ACTION:
      return `{{${printNode(node.pipe)}}}`;
    case ast.IF:
    case ast.RANGE:
    case ast.WITH:
      return printBranch(node);
    case ast.TEMPLATE:
      return `{{template ${quote(node.name)}${node.pipe === undefined ? '' : ` ${printNode(node.pipe)}`}}}`;
    case ast.BREAK:
      return '{{break}}';
    case ast.CONTINUE:
      return '{{continue}}';
    case ast.PIPE:
      return printPipe(node);
    case ast.COMMAND:
      return node.operands.map(printOperand).join(' ');
    case ast.IDENTIFIER:
      return node.name;
    case ast.FIELD:
      return node.path.map((name) => `.${name}`).join('');
    case ast.VARIABLE:
      return [node.name, ...node.path].join('.');
    case ast.CHAIN:
      return [printOperand(node.operand), ...node.path].join('.');
    case ast.DOT:
      return '.';
    case ast.NIL:
      return 'nil';
    case ast.BOOLEAN:
      return String(node.value);
    case ast.STRING:
      return node.quoted;
    case ast.NUMBER:
      return node.text;
  }
}

function printOperand(node: ast.Operand): string {
  return node.kind === ast.PIPE ? `(${printPipe(node)})` : printNode(node);
}

function printPipe(node: ast.PipeNode): string {
  const commands = commandsOf(node).map(printNode).join(' | ');
  if (node.variables.length === 0) return commands;
  return `${node.variables.join(', ')} ${node.isAssignment ? '=' : ':='} ${commands}`;
}

function printBranch(node: ast.BranchNode): string {
  const keyword = node.kind === ast.IF ? 'if' : node.kind === ast.RANGE ? 'range' : 'with';
  const otherwise = node.elseList === undefined ? '' : `{{else}}${printNode(node.elseList)}`;
  return `{{${keyword} ${printPipe(node.pipe)}}}${printNode(node.list)}${otherwise}{{end}}`;
}
