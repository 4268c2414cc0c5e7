import type { Trigger } from '../../delivery/pipeline/delivery-plan';

/** Whether a push that changes this file alone starts a pipeline. */
export function isStartedBy({ pushFilters }: Trigger, file: string): boolean {
  return pushFilters.some(({ includes }) => includes.some((glob) => expressionOf(glob).test(file)));
}

/** As CodePipeline reads them ("Working with glob patterns in syntax"), which is how Java does. */
function expressionOf(glob: string): RegExp {
  const text = glob.replaceAll(/\*\*|\[!?[^\]]+\]|[*?{},]|[.+^$()|\\]/g, (token) => {
    const [first] = token;
    if (token === '**') return '.*';
    if (first === '[') return `(?!/)${token.replace('[!', '[^')}`;
    return { '*': '[^/]*', '?': '[^/]', '{': '(?:', '}': ')', ',': '|' }[token] ?? `\\${token}`;
  });
  return new RegExp(`^${text}$`);
}
