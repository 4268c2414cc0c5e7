import type { Construct } from 'constructs';
import type { PipelineNotice } from '../../delivery/pipeline/pipeline-notices';
import { approvalsIn, failuresIn } from '../events/event-patterns';
import { type Sentence, TopicNotices, type TopicNoticesProps } from '../events/topic-notices';

export interface PipelineNoticesProps extends Pick<
  TopicNoticesProps,
  'busName' | 'account' | 'roleArn' | 'untoldArn'
> {
  readonly notice: PipelineNotice;
}

/** Tells topics, in a sentence, that a pipeline waits for a person or that one of its stages has failed. */
export class PipelineNotices extends TopicNotices {
  constructor(scope: Construct, id: string, { notice, ...props }: PipelineNoticesProps) {
    const { event, environment, pipeline, stages, topics, ruleName: name } = notice;
    const isApproval = event === 'approval';
    super(scope, id, {
      ...props,
      name,
      description: isApproval
        ? `${pipeline} waits for somebody to say yes to ${environment}`
        : `${pipeline} has failed in ${environment}`,
      pattern: (isApproval ? approvalsIn : failuresIn)(pipeline, stages),
      topics,
      sentence: sentence(isApproval ? 'waits for a person' : 'has failed'),
    });
  }
}

/** With the page in the console where one says yes, or sees what failed. */
function sentence(what: string): Sentence {
  return {
    text: `The stage <stage> of <pipeline> ${what}: https://<region>.console.aws.amazon.com/codesuite/codepipeline/pipelines/<pipeline>/view?region=<region> (run <run>).`,
    places: {
      stage: '$.detail.stage',
      pipeline: '$.detail.pipeline',
      region: '$.region',
      run: '$.detail.execution-id',
    },
  };
}
