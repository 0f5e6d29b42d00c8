import { parser } from '@prometheus-io/lezer-promql';

/** A demand on one label of a series; the name of the metric is the label `__name__`. */
export interface LabelMatcher {
  readonly label: string;
  readonly operator: string;
  readonly value: string;
}

/** What is looked at of a PromQL expression. */
export interface PromqlExpression {
  /** The demands of each selector in it. */
  readonly selectors: readonly (readonly LabelMatcher[])[];
  /** The labels that it groups by. */
  readonly grouping: readonly string[];
}

/**
 * Parses an expression by the grammar of Prometheus's own editor.
 *
 * @throws {SyntaxError} When it is no PromQL.
 */
export function parsePromql(expression: string): PromqlExpression {
  const selectors: LabelMatcher[][] = [];
  const grouping: string[] = [];
  parser.parse(expression).iterate({
    enter: ({ type, from, to, node }) => {
      const text = expression.slice(from, to);
      if (type.isError) throw new SyntaxError(`no PromQL at ${from}: ${expression}`);
      if (type.name === 'VectorSelector') selectors.push([]);
      if (type.name === 'LabelName' && node.parent?.type.name === 'GroupingLabels') grouping.push(text);
      if (type.name === 'Identifier') selectors.at(-1)?.push({ label: '__name__', operator: '=', value: text });
      if (type.name === 'UnquotedLabelMatcher') selectors.at(-1)?.push(matcherOf(text));
    },
  });
  return { selectors, grouping };
}

/** Whether a series meets all demands of a selector; a label that it does not have is the empty text. */
export function isSelected(series: Readonly<Record<string, string>>, selector: readonly LabelMatcher[]): boolean {
  return selector.every(({ label, operator, value }) => {
    const actual = series[label] ?? '';
    const isMatch = operator.endsWith('~') ? new RegExp(`^(?:${value})$`).test(actual) : actual === value;
    return operator.startsWith('!') ? !isMatch : isMatch;
  });
}

function matcherOf(text: string): LabelMatcher {
  const [, label = '', operator = '', value = ''] = /^(\w+)\s*(=~|!~|!=|=)\s*"(.*)"$/.exec(text) ?? [];
  return { label, operator, value };
}
