import { selectorOf } from '../../compiler/targets';
import type { DocumentStatus, TargetStatus } from '../../release/status/status';
import { wrap } from '../wrap';

export const STATUS_FORMATS = ['text', 'json', 'markdown'] as const;
export type StatusFormat = (typeof STATUS_FORMATS)[number];

/** So many differences of one document are shown to a person; JSON has all of them. */
const SHOWN_DIFFERENCES = 20;

/** Where every document stands, for a person, a program or a pull request. */
export function formatStatus(
  statuses: readonly TargetStatus[],
  { format, width }: { readonly format: StatusFormat; readonly width: number },
): string {
  if (format === 'json') return `${JSON.stringify(asJson(statuses), null, 2)}\n`;
  if (format === 'markdown') return statuses.map(asMarkdown).join('\n');
  return statuses.map((status) => asText(status, width)).join('\n');
}

/** `3 documents: 2 in sync, 1 drifted`. */
export function summaryOf(statuses: readonly TargetStatus[]): string {
  const states = statuses.flatMap(({ documents }) => documents.map(({ state }) => state));
  const counts = [...new Set(states)].map(
    (state) => `${states.filter((each) => each === state).length} ${state}`,
  );
  const documents = `${states.length} document${states.length === 1 ? '' : 's'}`;
  return counts.length > 0 ? `${documents}: ${counts.join(', ')}` : documents;
}

function asJson(statuses: readonly TargetStatus[]): object {
  const documents = statuses.flatMap((status) => status.documents);
  return {
    inSync: documents.every(({ isInOrder }) => isInOrder),
    targets: statuses.map(({ target, documents: all }) => ({
      environment: target.environment.name,
      region: target.region,
      documents: all.map(documentAsJson),
    })),
  };
}

/** Always the same keys in the same order; what is not known is null. */
function documentAsJson(status: DocumentStatus): object {
  const { component, profile, state, isInOrder, reason, git, terraform, served, direction, differences } =
    status;
  return {
    component,
    profile,
    state,
    isInOrder,
    reason,
    git: git ?? null,
    terraform,
    served: served ?? null,
    direction: direction ?? null,
    differences,
  };
}

function asText({ target, documents }: TargetStatus, width: number): string {
  const names = documents.map(nameOf);
  const nameWidth = Math.max(0, ...names.map((name) => name.length));
  const rows = unreachableReason(documents)
    ? wrap(`  unreachable  ${unreachableReason(documents) ?? ''}`, { width, indent: 15 })
    : documents.flatMap((status) => documentAsText(status, { nameWidth, width }));
  const notes = terraformNotes(documents).flatMap((note) =>
    wrap(`  Terraform    ${note}`, { width, indent: 15 }),
  );
  return [selectorOf(target), ...rows, ...notes].map((line) => `${line}\n`).join('');
}

function documentAsText(
  status: DocumentStatus,
  { nameWidth, width }: { readonly nameWidth: number; readonly width: number },
): string[] {
  const head = `  ${nameOf(status).padEnd(nameWidth)}  ${status.state.padEnd(12)}  `;
  // A long name leaves no room beside it.
  const isNarrow = width - head.length < 30;
  const lines = isNarrow
    ? [head.trimEnd(), ...wrap(`      ${status.reason}`, { width, indent: 6 })]
    : wrap(`${head}${status.reason}`, { width, indent: head.length });
  const direction = status.direction && status.differences.length > 0 ? [`      ${status.direction}:`] : [];
  return [
    ...lines,
    ...direction,
    ...shownDifferences(status).flatMap((line) => wrap(`      ${line}`, { width, indent: 8 })),
  ];
}

function asMarkdown({ target, documents }: TargetStatus): string {
  const cell = (text: string): string => text.replaceAll('|', '\\|');
  const rows = documents.map(
    (status) => `| ${cell(nameOf(status))} | ${status.state} | ${cell(status.reason)} |`,
  );
  const details = documents
    .filter(({ differences }) => differences.length > 0)
    .map((status) => {
      const lines = shownDifferences(status).map((line) => `- ${fenced(line)}`);
      return `\n**${nameOf(status)}**${status.direction ? `, ${status.direction}` : ''}:\n\n${lines.join('\n')}\n`;
    });
  const notes = terraformNotes(documents).map((note) => `\nTerraform: ${note}\n`);
  const table = ['| document | state | why |', '|---|---|---|', ...rows].join('\n');
  return `### ${selectorOf(target)}\n\n${table}\n${details.join('')}${notes.join('')}`;
}

/** Code in Markdown, whatever is in it. */
function fenced(text: string): string {
  const longest = Math.max(0, ...[...text.matchAll(/`+/g)].map(([ticks]) => ticks.length));
  const fence = '`'.repeat(longest + 1);
  return longest > 0 ? `${fence} ${text} ${fence}` : `${fence}${text}${fence}`;
}

function shownDifferences({ differences }: DocumentStatus): readonly string[] {
  const more = differences.length - SHOWN_DIFFERENCES;
  return [...differences.slice(0, SHOWN_DIFFERENCES), ...(more > 0 ? [`and ${more} more`] : [])];
}

/** The same for every document when the target cannot be reached. */
function unreachableReason(documents: readonly DocumentStatus[]): string | undefined {
  return documents.find(({ state }) => state === 'unreachable')?.reason;
}

/**
 * Why Terraform's state says nothing, each reason once, and of which documents unless it is all of them; of what was
 * never deployed nothing is expected.
 */
function terraformNotes(documents: readonly DocumentStatus[]): string[] {
  const namesByReason = new Map<string, string[]>();
  for (const status of documents) {
    const { terraform, state } = status;
    if (!('unavailable' in terraform) || state === 'not deployed') continue;
    const { unavailable } = terraform;
    namesByReason.set(unavailable, [...(namesByReason.get(unavailable) ?? []), nameOf(status)]);
  }
  return [...namesByReason].map(([reason, names]) =>
    names.length < documents.length ? `${reason}: ${names.join(', ')}` : reason,
  );
}

function nameOf({ component, profile }: DocumentStatus): string {
  return `${component} ${profile}`;
}
