import { formatInstant } from './instant';
import type { Condition, ContextValue, Literal, Operand, Rule } from './rule';

/** Writes a rule as AppConfig reads it: one line, no comments, timestamps in full. */
export function formatRule(rule: Rule): string {
  switch (rule.kind) {
    case 'comparison':
      return `(${rule.operator} ${formatOperand(rule.left)} ${formatOperand(rule.right)})`;
    case 'text':
      return `(${rule.operator} ${formatOperand(rule.subject)} ${formatOperand(rule.part)})`;
    case 'in':
      return `(in ${formatOperand(rule.subject)} [${rule.list.map(formatLiteral).join(', ')}])`;
    case 'matches':
      return `(matches in::${formatOperand(rule.subject)} pattern::${formatLiteral(rule.pattern)})`;
    case 'exists':
      return `(exists key::${formatLiteral(rule.key)})`;
    case 'split': {
      const seed = rule.seed ? ` seed::${formatLiteral(rule.seed)}` : '';
      return `(split pct::${formatLiteral(rule.percent)} by::${formatSplitKeys(rule.by)}${seed})`;
    }
    case 'logic':
      return `(${[rule.operator, ...rule.operands.map(formatOperand)].join(' ')})`;
    case 'not':
      return `(not ${formatOperand(rule.operand)})`;
  }
}

function formatOperand(operand: Operand | Condition): string {
  if (operand.kind === 'context') return formatContext(operand);
  return 'value' in operand ? formatLiteral(operand) : formatRule(operand);
}

function formatLiteral(literal: Literal): string {
  switch (literal.kind) {
    case 'string':
      return JSON.stringify(literal.value); // JSON's escapes are all Ion's too
    case 'timestamp':
      return formatInstant(literal.value);
    case 'number':
      return formatNumber(literal.value);
    case 'boolean':
      return String(literal.value);
  }
}

function formatNumber(value: number): string {
  if (Number.isFinite(value)) return String(value);
  return Number.isNaN(value) ? 'nan' : value > 0 ? '+inf' : '-inf';
}

function formatContext({ key }: ContextValue): string {
  return /^[A-Za-z_]\w*$/.test(key) ? `$${key}` : `'$${key.replace(/[\\']/g, '\\$&')}'`;
}

function formatSplitKeys(keys: readonly ContextValue[]): string {
  const formatted = keys.map(formatContext);
  return formatted.length === 1 ? formatted.join('') : `[${formatted.join(', ')}]`;
}
