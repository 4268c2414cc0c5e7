import accepted from '../../../scripts/build/accepted-advisories.json';
import {
  type AcceptedAdvisory,
  advisoryFindings,
  type AuditReport,
} from '../../../scripts/build/find-advisories';

const TODAY = '2026-11-21';

function advisory(severity: string, id = 'GHSA-aaaa-bbbb-cccc'): AuditReport {
  const via = {
    name: 'left-pad',
    title: 'Pads too much',
    url: `https://github.com/advisories/${id}`,
    severity,
    range: '<2.0.0',
  };
  // npm tells a vulnerability again for everything that depends on it: by name, or by the whole advisory.
  return {
    auditReportVersion: 2,
    vulnerabilities: { 'left-pad': { via: [via] }, other: { via: ['left-pad', via] } },
  };
}

const ACCEPTED: AcceptedAdvisory = {
  advisory: 'GHSA-aaaa-bbbb-cccc',
  package: 'left-pad',
  reason: 'pads only our own text',
  until: TODAY,
};

describe('advisoryFindings()', () => {
  it.each([
    ['low', 'warning'],
    ['moderate', 'warning'],
    ['high', 'error'],
    ['critical', 'error'],
  ])('advisoryFindings() calls %s a %s, once', (severity, level) => {
    const findings = advisoryFindings(advisory(severity), [], TODAY);
    expect(findings).toMatchObject([{ rule: 'GHSA-aaaa-bbbb-cccc', level, file: 'package-lock.json' }]);
    expect(findings[0]?.message).toContain(`${severity}: left-pad <2.0.0: Pads too much`);
  });

  it('advisoryFindings() warns of an accepted one up to its last day, and says why it is accepted', () => {
    const [finding] = advisoryFindings(advisory('high'), [ACCEPTED], TODAY);
    expect(finding?.level).toBe('warning');
    expect(finding?.message).toContain('(accepted until 2026-11-21: pads only our own text)');
  });

  it('advisoryFindings() fails again the day after', () => {
    const [finding] = advisoryFindings(advisory('high'), [ACCEPTED], '2026-11-22');
    expect(finding?.level).toBe('error');
    expect(finding?.message).toContain('(no longer accepted since 2026-11-21');
  });

  it('advisoryFindings() accepts no other advisory, and no other package', () => {
    expect(advisoryFindings(advisory('high', 'GHSA-x'), [ACCEPTED], TODAY)[0]?.level).toBe('error');
    const other = [{ ...ACCEPTED, package: 'other' }];
    expect(advisoryFindings(advisory('high'), other, TODAY)[0]?.level).toBe('error');
  });

  it('accepted-advisories.json gives a reason and a day for each', () => {
    const each: readonly AcceptedAdvisory[] = accepted;
    const vague = each.filter(
      ({ reason, until }) => reason.length < 10 || !/^\d{4}-\d{2}-\d{2}$/.test(until),
    );
    expect(vague).toEqual([]);
  });
});
