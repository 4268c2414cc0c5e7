import { junitReport } from '../../cli/junit-report';

const one = { suite: 'checkout/pay', name: 'a', file: 'flags/checkout/pay.yaml', line: 3, failures: [] };

describe('junitReport()', () => {
  it('junitReport() groups cases by suite and counts failures in each and in all', () => {
    const report = junitReport('specs', [
      one,
      { ...one, suite: 'search/rank' },
      { ...one, failures: ['x is 1'] },
    ]);
    expect(report).toContain('<testsuites name="specs" tests="3" failures="1"');
    expect(report).toContain('<testsuite name="checkout/pay" tests="2" failures="1"');
    expect(report).toContain('<testsuite name="search/rank" tests="1" failures="0"');
    expect(report.match(/<testcase /g)).toHaveLength(3);
  });

  it('junitReport() stays XML whatever a name holds', () => {
    const report = junitReport('specs', [
      { ...one, name: '<a & "b">\u0000\ud800\n🙂', failures: [']]> is <x>'] },
    ]);
    expect(report).toContain('name="&#60;a &#38; &#34;b&#34;&#62;\ufffd\ufffd&#10;🙂"');
    expect(report).toContain('flags/checkout/pay.yaml:3&#10;]]&#62; is &#60;x&#62;</failure>');
  });
});
