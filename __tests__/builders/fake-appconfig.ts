import type { AppConfigClient } from '@aws-sdk/client-appconfig';

type Answer = object | ((input: Readonly<Record<string, unknown>>) => object);

/** An AppConfig that answers each operation with the next of its answers, the last one for ever; it remembers what was asked. */
export function fakeAppConfig(answers: Readonly<Record<string, Answer | readonly Answer[]>>): {
  readonly client: AppConfigClient;
  readonly calls: (operation: string) => Readonly<Record<string, unknown>>[];
} {
  const asked: { operation: string; input: Readonly<Record<string, unknown>> }[] = [];
  const send = (command: {
    constructor: { name: string };
    input: Readonly<Record<string, unknown>>;
  }): Promise<object> => {
    const operation = command.constructor.name.replace(/Command$/, '');
    const times = asked.filter((call) => call.operation === operation).length;
    asked.push({ operation, input: command.input });
    const prepared = answers[operation];
    if (prepared === undefined) return Promise.reject(new Error(`nobody expected ${operation}`));
    const list = (Array.isArray(prepared) ? prepared : [prepared]) as readonly Answer[];
    const answer = list[Math.min(times, list.length - 1)] ?? {};
    return Promise.resolve(typeof answer === 'function' ? answer(command.input) : answer);
  };
  return {
    client: { send } as unknown as AppConfigClient,
    calls: (operation) => asked.filter((call) => call.operation === operation).map(({ input }) => input),
  };
}
