import { createHash } from 'node:crypto';

/** What of a CycloneDX 1.5 bill we touch; npm writes the rest. */
export interface CycloneDxBill {
  readonly bomFormat: 'CycloneDX';
  readonly serialNumber: string;
  readonly metadata: {
    readonly timestamp: string;
    readonly component: { readonly 'bom-ref': string; readonly name: string };
  };
  readonly components: readonly Readonly<Record<string, unknown>>[];
  readonly dependencies: readonly { readonly ref: string; readonly dependsOn?: readonly string[] }[];
}

/** What of an SPDX 2.3 bill we touch; npm writes the rest. */
export interface SpdxBill {
  readonly spdxVersion: string;
  readonly documentNamespace: string;
  readonly creationInfo: { readonly created: string; readonly creators: readonly string[] };
  readonly documentDescribes: readonly string[];
  readonly packages: readonly Readonly<Record<string, unknown>>[];
  readonly relationships: readonly Readonly<Record<string, string>>[];
}

export type Bill = CycloneDxBill | SpdxBill;

interface Provider {
  readonly source: string;
  readonly version: string;
}

/** Who the bill is of, and when: instead of npm's clock, random number and name of the folder. */
export function settledBill(
  bill: Bill,
  { name, when }: { readonly name: string; readonly when: string },
): Bill {
  return 'bomFormat' in bill ? settledCycloneDx(bill, name, when) : settledSpdx(bill, when);
}

/** What npm cannot know of: the provider that Terraform installs by the other lock file. */
export function withTerraformProvider(bill: Bill, { source, version }: Provider): Bill {
  const name = source.slice(source.indexOf('/') + 1);
  const purl = `pkg:terraform/${name}@${version}`;
  const licence = 'MPL-2.0';
  if ('bomFormat' in bill) return addComponent(bill, { name, version, purl, licence });
  return addPackage(bill, { name, version, purl, licence });
}

interface Component {
  readonly name: string;
  readonly version: string;
  readonly purl: string;
  readonly licence: string;
}

function addComponent(bill: CycloneDxBill, { name, version, purl, licence }: Component): CycloneDxBill {
  const licenses = [{ license: { id: licence } }];
  const component = {
    'bom-ref': purl,
    type: 'application',
    name,
    version,
    scope: 'required',
    purl,
    licenses,
  };
  const root = bill.metadata.component['bom-ref'];
  const dependencies = bill.dependencies.map(({ ref, dependsOn = [] }) =>
    ref === root ? { ref, dependsOn: [...dependsOn, purl] } : { ref, dependsOn },
  );
  return {
    ...bill,
    components: [...bill.components, component],
    dependencies: [...dependencies, { ref: purl, dependsOn: [] }],
  };
}

function addPackage(bill: SpdxBill, { name, version, purl, licence }: Component): SpdxBill {
  const id = `SPDXRef-Terraform-${name.replace('/', '.')}-${version}`;
  const entry = {
    name,
    SPDXID: id,
    versionInfo: version,
    downloadLocation: 'NOASSERTION',
    filesAnalyzed: false,
    licenseDeclared: licence,
    externalRefs: [{ referenceCategory: 'PACKAGE-MANAGER', referenceType: 'purl', referenceLocator: purl }],
  };
  const relationship = {
    spdxElementId: id,
    relatedSpdxElement: bill.documentDescribes[0] ?? 'SPDXRef-DOCUMENT',
    relationshipType: 'DEPENDENCY_OF',
  };
  return {
    ...bill,
    packages: [...bill.packages, entry],
    relationships: [...bill.relationships, relationship],
  };
}

function settledCycloneDx(bill: CycloneDxBill, name: string, timestamp: string): CycloneDxBill {
  const component = { ...bill.metadata.component, name };
  const settled = { ...bill, serialNumber: '', metadata: { ...bill.metadata, timestamp, component } };
  return { ...settled, serialNumber: `urn:uuid:${uuidOf(settled)}` };
}

function settledSpdx(bill: SpdxBill, created: string): SpdxBill {
  const namespace = bill.documentNamespace.replace(/-[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/, '');
  const settled: SpdxBill = {
    ...bill,
    documentNamespace: namespace,
    creationInfo: { ...bill.creationInfo, created },
    packages: bill.packages.map((one) => ({ ...one, SPDXID: identifier(String(one['SPDXID'])) })),
    documentDescribes: bill.documentDescribes.map(identifier),
    relationships: bill.relationships.map((one) => ({
      ...one,
      spdxElementId: identifier(String(one['spdxElementId'])),
      relatedSpdxElement: identifier(String(one['relatedSpdxElement'])),
    })),
  };
  return { ...settled, documentNamespace: `${namespace}-${uuidOf(settled)}` };
}

/** SPDX has letters, digits, `.` and `-` there (2.3, clause 7.2); npm lets the `_` of a package's name pass. */
function identifier(id: string): string {
  return id.replaceAll('_', '.');
}

/** A UUID of version 8 (RFC 9562: custom), so that the same bill has the same number. */
function uuidOf(bill: Bill): string {
  const hex = createHash('sha256').update(JSON.stringify(bill)).digest('hex');
  return [
    hex.slice(0, 8),
    hex.slice(8, 12),
    `8${hex.slice(13, 16)}`,
    `8${hex.slice(17, 20)}`,
    hex.slice(20, 32),
  ].join('-');
}
