/** Three words in a row: a sentence for people. The code compares no such text, so another wording is no other decision. */
const sentence = /\w[,:;.]? \w+[,:;.]? \w/;

const textOf = ({ type, quasis, value }) =>
  type === 'TemplateLiteral' ? quasis.map((quasi) => quasi.value.cooked).join('x') : value;

const shouldIgnore = ({ node }) =>
  ['StringLiteral', 'TemplateLiteral'].includes(node.type) && sentence.test(textOf(node))
    ? 'the wording of a message is no decision'
    : undefined;

/** Keeps Stryker from mutating the wording of messages. */
export const strykerPlugins = [{ kind: 'Ignore', name: 'texts', value: { shouldIgnore } }];
