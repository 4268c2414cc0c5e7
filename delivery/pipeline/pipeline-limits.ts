/**
 * What CodePipeline and CodeBuild hold, each number once.
 *
 * Sources: AWS CodePipeline user guide, "Quotas" and "How do stage conditions work"; CodePipeline API reference,
 * GitPushFilter and GitFilePathFilterCriteria; CodeBuild user guide, "Quotas" and "Create a test report".
 */
export const PIPELINE_LIMITS = {
  stages: 50,
  /** As many of them side by side, or one after the other. */
  actionsPerStage: 50,
  actionsPerPipeline: 500,
  rulesPerCondition: 5,
  pushFilters: 3,
  patternsPerFilter: 8,
  patternCharacters: 255,
  /** Of one value in the configuration of an action; the JSON of all environment variables is one. */
  valueCharacters: 1000,
  reportGroupsPerProject: 5,
  testCasesPerReport: 500,
  buildTimeoutMinutes: { least: 5, most: 2160 },
} as const;
