import type { Json, JsonObject, Profile } from '../../compiler/project';
import { wrap } from '../wrap';

/** What AppConfig serves for one document, as a consumer got it. */
export interface ServedRow {
  /** `prod/us-east-1`, where a table has several. */
  readonly target?: string;
  readonly component: string;
  readonly profile: Profile;
  readonly served: JsonObject;
}

/** A compact table: a line per flag, a line per setting of an operations document; long ones go on below. */
export function servedTable(rows: readonly ServedRow[], width: number): string {
  const cells = rows.flatMap(cellsOf);
  const widths = cells.map((line) => line.slice(0, -1).map((cell) => cell.length));
  const columns = (widths[0] ?? []).map((_, column) => Math.max(...widths.map((line) => line[column] ?? 0)));
  // Below the last column, unless the others leave it no room.
  const indent = Math.min(
    columns.reduce((sum, column) => sum + column + 2, 2),
    Math.max(width - 30, 6),
  );
  return cells
    .map((line) =>
      line
        .map((cell, column) => cell.padEnd(columns[column] ?? 0))
        .join('  ')
        .trimEnd(),
    )
    .flatMap((line) => wrap(`  ${line}`, { width, indent }))
    .map((line) => `${line}\n`)
    .join('');
}

function cellsOf({ target, component, profile, served }: ServedRow): string[][] {
  const owner = [...(target === undefined ? [] : [target]), `${component} ${profile}`];
  return Object.entries(served).map(([key, value], index) => [
    ...owner.map((cell) => (index === 0 ? cell : '')),
    key,
    ...(profile === 'flags' ? flagCells(value) : ['', textOf(value)]),
  ]);
}

function flagCells(value: Json): [state: string, attributes: string] {
  const { enabled, ...attributes } = value as JsonObject;
  const texts = Object.entries(attributes).map(([key, attribute]) => `${key} ${textOf(attribute)}`);
  return [enabled === true ? 'on' : 'off', texts.join(', ')];
}

function textOf(value: Json): string {
  return typeof value === 'string' ? value : JSON.stringify(value);
}
