import { setTimeout } from 'node:timers/promises';
import { CommandError, EXIT } from '../exit-codes';
import type { Between } from './poll-under-load';

/** A fault between the clients of a test and AppConfig: harmless for everybody else, in AWS, too. */
export interface BuiltInFault {
  readonly describe: string;
  /** Does something to calls while it is on. */
  readonly between: Between;
  switch(isOn: boolean): void;
}

/** As long as a client waits for an answer. */
const SLOWEST_MILLISECONDS = 5_000;
const FORM = 'drop:<percent>, throttle:<percent> or slow:<milliseconds>';

/** Reads `drop:50`: which fault, and how much of it. Whoever it meets is decided by counting, not by chance. */
export function builtInFault(text: string): BuiltInFault {
  const [, kind = '', amount = ''] = /^(drop|throttle|slow):(\d+)$/.exec(text) ?? [];
  const number = Number(amount);
  if (kind === '' || number === 0 || (kind !== 'slow' && number > 100) || number > SLOWEST_MILLISECONDS) {
    throw new CommandError(EXIT.usage, `--fault is ${text}, ${FORM} is possible`);
  }
  let isOn = false;
  let calls = 0;
  const isMet = (): boolean => {
    calls += 1;
    return Math.floor((calls * number) / 100) > Math.floor(((calls - 1) * number) / 100);
  };
  return {
    describe: {
      drop: `${number} % of calls never arrive`,
      throttle: `${number} % of calls are throttled`,
      slow: `every call takes ${number} ms longer`,
    }[kind as 'drop' | 'throttle' | 'slow'],
    switch: (on) => (isOn = on),
    between: async (call) => {
      if (!isOn) return call();
      if (kind === 'slow') await setTimeout(number);
      else if (isMet()) throw faultOf(kind);
      return call();
    },
  };
}

/** As the SDK tells them. */
function faultOf(kind: string): Error {
  return kind === 'drop'
    ? Object.assign(new Error('read ECONNRESET'), { code: 'ECONNRESET' })
    : Object.assign(new Error('Rate exceeded'), {
        name: 'ThrottlingException',
        $metadata: { httpStatusCode: 429 },
      });
}
