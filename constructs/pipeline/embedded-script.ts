/** A shell or Node script as one command of a buildspec. */
export interface EmbeddedScript {
  /** Of the file that it is written to. */
  readonly name: string;
  readonly text: string;
  /** What runs it. */
  readonly interpreter: 'sh' | 'node';
}

/** As a shell writes it. */
export const SCRIPT_FOLDER = '$HOME/dynconf';
const END = 'END_OF_EMBEDDED_SCRIPT';

/**
 * Writes a script outside of the folder that the build works in, and runs it there.
 *
 * The text is in the buildspec, so that who reviews the pipeline reads what will run, and nothing of it comes from
 * what is built. In a shell of its own: `exit` and `trap` of one command would be those of all of them.
 */
export function embedded(script: EmbeddedScript): string {
  return `${written(script)}\n${runOf(script)}`;
}

/** Only writes it; `runOf` is what runs it then. */
export function written({ name, text }: EmbeddedScript): string {
  if (text.split('\n').includes(END)) throw new Error(`${name} has the line ${END}`);
  return [
    `mkdir -p "${SCRIPT_FOLDER}" && cat >"${SCRIPT_FOLDER}/${name}" <<'${END}'`,
    text.trimEnd(),
    END,
  ].join('\n');
}

export function runOf({ name, interpreter }: EmbeddedScript): string {
  return `${interpreter} "${SCRIPT_FOLDER}/${name}"`;
}
