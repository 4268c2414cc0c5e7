import { cdktfProgress } from '../../../cli/rehearsal/cdktf-progress';

test('cdktfProgress() says where what was made, without what only Terraform needs of its name', () => {
  const output = [
    'local-eu-west-1-foundation  Initializing the backend...',
    'local-eu-west-1-foundation  aws_appconfig_application.checkout_Application_089E47F0 (checkout/Application): Creating...',
    '                            aws_appconfig_application.checkout_Application_089E47F0 (checkout/Application): Creation complete after 0s [id=w21ka00]',
    'local-us-east-1-foundation  aws_appconfig_environment.checkout_Environment_5A507AA2 (checkout/Environment/Resource): Creation complete after 0s [id=5qpttaz:j4hru8w]',
    '',
    '2 Stacks deploying     0 Stacks done     0 Stacks waiting',
    '                            Apply complete! Resources: 5 added, 0 changed, 0 destroyed.',
    'local-eu-west-1-foundation  ╷',
    '                            │ Error: creating   AppConfig Application',
  ];
  const progress = cdktfProgress();
  expect(output.map(progress).filter((line) => line !== undefined)).toEqual([
    'local-eu-west-1  created aws_appconfig_application checkout/Application',
    'local-us-east-1  created aws_appconfig_environment checkout/Environment',
    'local-us-east-1  Apply complete! Resources: 5 added, 0 changed, 0 destroyed.',
    '│ Error: creating AppConfig Application',
  ]);
});
