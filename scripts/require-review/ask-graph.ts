import { askJson, type Question } from './ask';

export interface Pages<Node> {
  readonly nodes: readonly Node[];
  readonly pageInfo: { readonly hasNextPage: boolean; readonly endCursor: string | null };
}

/** What GraphQL answers: its errors come with status 200. */
export async function askGraph<Data>(
  question: Question,
  query: string,
  variables: Readonly<Record<string, unknown>>,
): Promise<Data> {
  const body = JSON.stringify({ query, variables });
  const { data, errors } = await askJson<{
    data?: Data;
    errors?: readonly { readonly message: string }[];
  }>({ ...question, body });
  if (errors?.[0] || !data)
    throw new Error(
      `${question.name} does not answer ${question.path}: ${errors?.[0]?.message ?? 'no data'}`,
    );
  return data;
}

/** Everything of one list of an answer, and the answer with its last page. */
export async function allNodes<Answer, Node>(
  ask: (after: string | null) => Promise<Answer>,
  listOf: (answer: Answer) => Pages<Node>,
): Promise<{ readonly answer: Answer; readonly nodes: readonly Node[] }> {
  const nodes: Node[] = [];
  for (let after: string | null = null; ;) {
    const answer = await ask(after);
    const { nodes: some, pageInfo } = listOf(answer);
    nodes.push(...some);
    if (!pageInfo.hasNextPage) return { answer, nodes };
    after = pageInfo.endCursor;
  }
}
