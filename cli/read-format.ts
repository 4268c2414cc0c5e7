import type { OptionValue } from './command';
import { CommandError, EXIT } from './exit-codes';

/** One of the formats that a command knows, the first by default; anything else is wrong usage. */
export function readFormat<Format extends string>(
  option: OptionValue,
  formats: readonly [Format, ...Format[]],
): Format {
  const format = formats.find((candidate) => candidate === (option ?? formats[0]));
  if (format !== undefined) return format;
  throw new CommandError(EXIT.usage, `--format is ${String(option)}, ${formats.join(', ')} are possible`);
}
