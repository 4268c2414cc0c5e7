import type { Json, JsonObject, Profile } from '../compiler/project';
import { clip } from './release-screen';

/** What AppConfig serves for one document, as a consumer got it. */
export interface ServedRow {
  readonly component: string;
  readonly profile: Profile;
  readonly served: JsonObject;
}

/** A compact table: a line per flag, a line per setting of an operations document. */
export function servedTable(rows: readonly ServedRow[], width: number): string {
  const cells = rows.flatMap(cellsOf);
  const columns = [0, 1, 2].map((column) => Math.max(...cells.map((line) => line[column]?.length ?? 0)));
  return cells
    .map((line) =>
      line
        .map((cell, column) => cell.padEnd(columns[column] ?? 0))
        .join('  ')
        .trimEnd(),
    )
    .map((line) => `${clip(`  ${line}`, width)}\n`)
    .join('');
}

function cellsOf({ component, profile, served }: ServedRow): string[][] {
  return Object.entries(served).map(([key, value], index) => {
    const owner = index === 0 ? `${component} ${profile}` : '';
    return profile === 'flags' ? [owner, key, ...flagCells(value)] : [owner, key, '', textOf(value)];
  });
}

function flagCells(value: Json): [state: string, attributes: string] {
  const { enabled, ...attributes } = value as JsonObject;
  const texts = Object.entries(attributes).map(([key, attribute]) => `${key} ${textOf(attribute)}`);
  return [enabled === true ? 'on' : 'off', texts.join(', ')];
}

function textOf(value: Json): string {
  return typeof value === 'string' ? value : JSON.stringify(value);
}
