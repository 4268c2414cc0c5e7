import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import type { CycloneDxBill, SpdxBill } from '../../../scripts/build/bill-of-materials';
import { writeBills } from '../../../scripts/build/write-bills';

const PROJECT = resolve(__dirname, '..', '..', '..');
const LOCK = JSON.parse(readFileSync(join(PROJECT, 'package-lock.json'), 'utf8')) as {
  packages: Record<string, { name?: string; version: string }>;
};
const folder = mkdtempSync(join(tmpdir(), 'dynconf-bills-'));

let cyclonedx: CycloneDxBill;
let spdx: SpdxBill;
let bytes: string[];

beforeAll(async () => {
  bytes = [await write(), await write()];
  const read = (name: string): unknown => JSON.parse(readFileSync(join(folder, 'sbom', name), 'utf8'));
  cyclonedx = read('cyclonedx.json') as CycloneDxBill;
  spdx = read('spdx.json') as SpdxBill;
}, 60_000);

afterAll(() => rmSync(folder, { recursive: true, force: true }));

async function write(): Promise<string> {
  const place = { project: PROJECT, reports: folder, allTests: false, say: () => undefined };
  expect(await writeBills(place)).toMatchObject({ result: 'passed', findings: 0 });
  return ['cyclonedx.json', 'spdx.json']
    .map((name) => readFileSync(join(folder, 'sbom', name), 'utf8'))
    .join('');
}

describe('writeBills()', () => {
  it('writeBills() writes the same bytes again: no clock, no random number, no name of a folder', () => {
    expect(bytes[0]).toBe(bytes[1]);
    expect(cyclonedx.metadata.component.name).toBe('dynconf');
    expect(cyclonedx.metadata.timestamp).toMatch(/^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}Z$/);
    expect(spdx.creationInfo.created).toBe(cyclonedx.metadata.timestamp);
  });

  it('writeBills() has what CycloneDX 1.5 requires, and no reference that leads nowhere', () => {
    expect(cyclonedx).toMatchObject({ bomFormat: 'CycloneDX', specVersion: '1.5', version: 1 });
    expect(cyclonedx.serialNumber).toMatch(
      /^urn:uuid:[0-9a-f]{8}-[0-9a-f]{4}-[1-8][0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/,
    );
    const incomplete = cyclonedx.components.filter(
      (one) => !one['type'] || !one['name'] || !one['version'] || !one['purl'],
    );
    expect(incomplete).toEqual([]);
    const known = new Set(['dynconf@0.1.0', ...cyclonedx.components.map((one) => one['bom-ref'])]);
    const references = cyclonedx.dependencies.flatMap(({ ref, dependsOn = [] }) => [ref, ...dependsOn]);
    expect(references.filter((reference) => !known.has(reference))).toEqual([]);
  });

  it('writeBills() has what SPDX 2.3 requires, and no relationship that leads nowhere', () => {
    expect(spdx).toMatchObject({
      spdxVersion: 'SPDX-2.3',
      dataLicense: 'CC0-1.0',
      SPDXID: 'SPDXRef-DOCUMENT',
    });
    expect(spdx.documentNamespace).toMatch(/^https?:\/\/\S+-[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/);
    expect(spdx.creationInfo.creators).toEqual([expect.stringMatching(/^Tool: npm\//)]);
    const incomplete = spdx.packages.filter(
      (one) => !one['name'] || !one['SPDXID'] || !one['downloadLocation'],
    );
    expect(incomplete).toEqual([]);
    const ids = spdx.packages.map((one) => one['SPDXID']);
    expect(new Set(ids).size).toBe(ids.length);
    expect(ids.filter((id) => !/^SPDXRef-[A-Za-z0-9.-]+$/.test(String(id)))).toEqual([]);
    const known = new Set<unknown>([...ids, 'SPDXRef-DOCUMENT']);
    const ends = spdx.relationships.flatMap((one) => [one['spdxElementId'], one['relatedSpdxElement']]);
    expect(ends.filter((id) => !known.has(id))).toEqual([]);
  });

  it('writeBills() names every package of the lock file in both bills, and the provider of Terraform', () => {
    const folders = Object.entries(LOCK.packages).filter(([place]) => place !== '');
    const wanted = folders.map(([place, { name, version }]) => {
      const packageName = name ?? place.slice(place.lastIndexOf('node_modules/') + 13);
      return `pkg:npm/${packageName.replace('@', '%40')}@${version}`;
    });
    wanted.push('pkg:terraform/hashicorp/aws@5.100.0');
    const inCycloneDx = new Set(cyclonedx.components.map((one) => one['purl']));
    const inSpdx = new Set(spdx.packages.flatMap(purlsOf));
    expect(wanted.filter((purl) => !inCycloneDx.has(purl))).toEqual([]);
    expect(wanted.filter((purl) => !inSpdx.has(purl))).toEqual([]);
  });
});

function purlsOf(one: SpdxBill['packages'][number]): string[] {
  const references = one['externalRefs'] as { referenceType: string; referenceLocator: string }[];
  return references
    .filter(({ referenceType }) => referenceType === 'purl')
    .map((each) => each.referenceLocator);
}
