import { blocksOf, type Policy, type SynthesizedStack, type Violation } from './policy';

/** Which account a stack changes is not for the stack to say. */
export const ACCOUNTS: readonly Policy[] = [
  {
    rule: 'ACCOUNT_NOT_DEFINED',
    severity: 'error',
    meaning: 'A stack changes the account that the definitions say, and no other one',
    find: findAccounts,
  },
];

function findAccounts({ name, json, trusted }: SynthesizedStack): Violation[] {
  const accounts = blocksOf(json['provider'], { path: ['provider'], labels: 1 }).flatMap(({ path, body }) =>
    [body['allowed_account_ids'] ?? []].flat().map((account) => ({ path, account: String(account) })),
  );
  // Whoever has no definitions knows at least that a stack has one account.
  const own = trusted.wanted === undefined ? accounts[0]?.account : trusted.wanted(name)?.account;
  return accounts
    .filter(({ account }) => account !== own)
    .map(({ path, account }) => ({
      path: [...path, 'allowed_account_ids'],
      message: `the provider changes account ${account}, and the stack is for ${own ?? 'no account that is defined'}`,
      fix: 'say account in environments/, and synthesize again',
    }));
}
