import type { Project } from './project';
import type { Findings } from './reading/findings';

export function checkDocumentSizes(_project: Project, _findings: Findings): void {}
