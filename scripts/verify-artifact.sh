#!/bin/sh
# Whether this folder is what the build made and what was signed: sh verify-artifact.sh [SIGNATURE FILE]
#
# The pipeline carries this text, and the name of the key, in its own definition: neither comes from the artifact that
# is judged. It runs first in every action, before npm, in a folder that holds the artifact and nothing else. Needed
# are sha256sum, awk, find, node (without any package) and the AWS CLI.
#
#   DYNCONF_SIGNING_KEY  id or ARN of the KMS key that signs
#   DYNCONF_COMMIT       the commit that the pipeline releases: an older artifact is signed, too, but for another one
#
# Exit codes: 0 intact, 2 something is missing, 3 refused.
set -eu
LC_ALL=C
export LC_ALL

manifest=dynconf.manifest.json
signature=${1:-dynconf.manifest.sig}

missing() {
  printf 'missing: %s\n' "$*" >&2
  exit 2
}
refuse() {
  printf 'refused: %s\n' "$*" >&2
  exit 3
}
refuse_listed() {
  [ ! -s "$2" ] && return
  sed 's/^/  /' "$2" >&2
  refuse "$1"
}

[ -n "${DYNCONF_SIGNING_KEY:-}" ] || missing 'DYNCONF_SIGNING_KEY, the KMS key that signs'
[ -n "${DYNCONF_COMMIT:-}" ] || missing 'DYNCONF_COMMIT, the commit that is released'
for file in "$manifest" "$signature"; do
  [ ! -h "$file" ] || refuse "$file is a link"
  [ -f "$file" ] || missing "$file"
done
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

# 1. The signature: who signed this manifest, for this commit.
digest=$(sha256sum <"$manifest" | cut -d ' ' -f 1)
printf 'dynconf artifact\ncommit %s\nmanifest sha256:%s\n' "$DYNCONF_COMMIT" "$digest" >"$work/statement"
base64 -d <"$signature" >"$work/signature" || refuse "$signature is not base64"
valid=$(aws kms verify --key-id "$DYNCONF_SIGNING_KEY" --signing-algorithm ECDSA_SHA_256 \
  --message-type RAW --message "fileb://$work/statement" --signature "fileb://$work/signature" \
  --query SignatureValid --output text) || valid=
[ "$valid" = True ] || refuse "$manifest is not signed by $DYNCONF_SIGNING_KEY for commit $DYNCONF_COMMIT"

# 2. The manifest: every line as dynconf writes it, every path inside this folder.
awk '
  function wrong() { print FILENAME ":" NR ": " $0 > "/dev/stderr"; failed = 1; exit 1 }
  function isPath(path) { return path !~ /(^|\/)\.?\.?(\/|$)/ && path !~ /[\\[:cntrl:]]/ }
  NR == 1 && $0 == "{" { section = "commit"; next }
  section == "commit" && /^  "commit": "[0-9a-f]+",$/ { section = "files"; next }
  section == "files" && $0 == "  \"files\": {" { section = "file"; next }
  section == "file" && /^    "[^"]+": "sha256:[0-9a-f]+",?$/ {
    split($0, part, "\"")
    if (!isPath(part[2]) || length(part[4]) != 71) wrong()
    print substr(part[4], 8) "  ./" part[2]
    next
  }
  section == "file" && $0 == "  }," { section = "format"; next }
  section == "format" && $0 == "  \"format\": \"dynconf-artifact/1\"," { section = "providers"; next }
  section == "providers" && $0 == "  \"providers\": {" { section = "provider"; next }
  section == "provider" && /^    "[^"\\]+": "[0-9.]+",?$/ { next }
  section == "provider" && $0 == "  }" { section = "end"; next }
  section == "end" && $0 == "}" { section = "done"; next }
  { wrong() }
  END { if (failed || section != "done") exit 1 }
' "$manifest" >"$work/sums" || refuse "$manifest is not written as dynconf writes it"

# 3. The files: files only, all of those that are listed, as they are listed, and no other.
find . ! -type f ! -type d >"$work/irregular"
refuse_listed 'links, or no files' "$work/irregular"
sha256sum --check --strict --quiet "$work/sums" >"$work/changed" 2>&1 || true
refuse_listed 'these files are not what the build made' "$work/changed"
{
  cut -c 67- "$work/sums"
  printf './%s\n' "$manifest" dynconf.manifest.sig
} | sort >"$work/listed"
find . -type f | sort | comm -13 "$work/listed" - >"$work/unlisted"
refuse_listed 'these files are not in the manifest' "$work/unlisted"

# Terraform takes a provider from such a folder where it is started, and asks no registry for it.
find . -iname terraform.d >"$work/providers"
refuse_listed 'Terraform would take providers from here' "$work/providers"

# 4. The stacks: a build that was led astray signs what it made, so what must never run is looked for here, too.
node --input-type=commonjs -e '
const { existsSync, readFileSync, readdirSync, statSync } = require("node:fs");
const folder = "cdktf.out/stacks";
const lock = existsSync(".terraform.lock.hcl") ? readFileSync(".terraform.lock.hcl", "utf8") : "";
// The one provider, in the words of Terraform: any other brings a program of its own, and a digest that fits.
const ofLock = /^(?:#.*\n|\n)*provider "(registry\.terraform\.io\/hashicorp\/aws)" \{\n  version     = "([\d.]+)"\n(?:  constraints = "[^"\n]*"\n)?  hashes = \[\n(?:    "(?:h1|zh):[\w+\/=]+",\n)+  \]\n\}\n$/;
const [, locked, version] = ofLock.exec(lock) ?? [];
const words = (text) => text.split(" ");
const blocks = words("// data locals moved output provider resource terraform variable");
const settings = words("backend cloud required_providers required_version");
// All that a synth of this project writes: a provider can be told to run a program in many ways, and a backend, too.
const ofProvider = words("alias allowed_account_ids default_tags region");
const skips = words("credentials_validation metadata_api_check region_validation requesting_account_id");
const ofLocal = ofProvider.concat(words("access_key secret_key endpoints"), skips.map((what) => "skip_" + what));
const ofCloud = words("organization hostname workspaces");
const ofBackends = {
  local: ["path"],
  s3: words("bucket region key encrypt use_lockfile kms_key_id"),
  cloud: ofCloud,
  remote: ofCloud,
};
const gap = String.raw`(?:\s|/\*[^]*?\*/|(?:#|//).*\n)*`;
const reading = new RegExp(`\\b(?:file\\w*|template(?:file|string)|pathexpand|abspath)${gap}\\(`, "g");
const ownFile = /^(?:file|filebase64|filebase64sha256|filemd5)\("\$\{path\.module\}\/assets\/(?:(?!\.\.)[^"$%\\])+"\)/;
const ownUpload = /^(?:\$\{path\.module\}\/)?assets\/(?:(?!\.\.)[^$%])+$/;
const refuse = (stack, message) => {
  process.exitCode = 3;
  console.error("  " + stack + ": " + message);
};

// Terraform takes a list of objects for one object, at every level.
const objects = (value) =>
  Array.isArray(value) ? value.flatMap(objects) : value && typeof value === "object" ? [value] : [];
const entries = (value) => objects(value).flatMap((object) => Object.entries(object));
const unknown = (value, known) => entries(value).map(([key]) => key).filter((key) => !known.includes(key));
const source = (name) => ["registry.terraform.io", "hashicorp", name].slice(0, 3 - name.split("/").length).concat(name).join("/");
const texts = (value) =>
  typeof value === "string"
    ? [value]
    : Object.keys(value ?? {}).concat(Object.values(value ?? {})).flatMap(texts);

function checkStack(stack, text) {
  const json = JSON.parse(text);
  const compact = text.replace(/("(?:[^"\\]|\\.)*")|\s+/g, (_, string) => string ?? "");
  if (compact !== JSON.stringify(json)) refuse(stack, "a key is there twice, or written in escapes");
  for (const key of unknown(json, blocks)) refuse(stack, "has a block " + key);
  for (const key of unknown(json.terraform, settings)) refuse(stack, "has the setting " + key);
  for (const { required_providers, backend, cloud } of objects(json.terraform)) {
    for (const [name, wanted] of entries(required_providers))
      if (!locked || source(wanted?.source ?? name) !== locked || wanted.version !== version)
        refuse(stack, "wants provider " + name + ", which is not locked");
    for (const [type, body] of entries(backend)) checkBackend(stack, type, body);
    if (cloud !== undefined) checkBackend(stack, "cloud", cloud);
  }
  for (const [name, bodies] of entries(json.provider)) checkProvider(stack, name, bodies);
  for (const kind of ["resource", "data"])
    for (const [type, named] of entries(json[kind])) checkType(stack, type, named);
  for (const each of texts(json)) checkText(stack, each);
}

function checkProvider(stack, name, bodies) {
  if (name !== "aws") refuse(stack, "has a provider " + name);
  for (const body of objects(bodies)) {
    const isLocal = /^\d{12}$/.test(body.access_key) && body.secret_key === "local";
    for (const key of unknown(body, isLocal ? ofLocal : ofProvider)) refuse(stack, "has a provider with " + key);
    for (const [, url] of entries(body.endpoints))
      if (!/^http:\/\/(127\.0\.0\.1|localhost|\[::1\])(:\d+)?\/?$/.test(url)) refuse(stack, "asks " + url);
  }
}

// What is written in an expression is no object here, and may be anything there.
function checkBackend(stack, type, body) {
  const known = Object.hasOwn(ofBackends, type) ? ofBackends[type] : [];
  if (known.length === 0 || !body || typeof body !== "object") return refuse(stack, "has a backend " + type);
  for (const key of unknown(body, known)) refuse(stack, "has a backend " + type + " with " + key);
  for (const { path } of objects(body))
    if (path !== undefined && !/^(\.\.\/){3}\.dynconf\/state\/[\w-]+\.tfstate$/.test(path))
      refuse(stack, "has its state in " + path);
}

function checkType(stack, type, named) {
  const isBuiltIn = type === "terraform_remote_state" || type === "terraform_data";
  const isRefused = /^(external|http|local_|null_|shell_|template_|aws_lambda_invocation$|aws_ssm_association$)/.test(type);
  if (isRefused || (!isBuiltIn && type.split("_")[0] !== "aws")) refuse(stack, "has " + type);
  for (const [name, bodies] of entries(named))
    for (const body of objects(bodies)) {
      checkBody(stack, type + "." + name, body);
      if (type !== "terraform_remote_state") continue;
      checkBackend(stack, body.backend, body.config);
      for (const key of unknown(body, words("// backend config workspace"))) refuse(stack, "reads a state with " + key);
    }
}

function checkBody(stack, address, body) {
  for (const key of ["provisioner", "connection"]) if (key in body) refuse(stack, address + " has a " + key);
  for (const key of ["filename", "zip_file", "source"])
    if (typeof body[key] === "string" && !ownUpload.test(body[key])) refuse(stack, address + " uploads " + body[key]);
}

function checkText(stack, text) {
  // Only inside a template: $${ is text.
  if (!/(^|[^$])(\$\$)*\$\{|(^|[^%])(%%)*%\{/.test(text)) return;
  for (const { index } of text.matchAll(reading))
    if (!ownFile.test(text.slice(index))) refuse(stack, "reads a file: " + text.slice(index, index + 60));
}

function checkFolder(stack) {
  const place = folder + "/" + stack + "/";
  for (const file of readdirSync(place, { recursive: true }))
    if (!/^(cdk\.tf\.json|\.terraform\.lock\.hcl|assets(\/[^]*)?)$/.test(file)) refuse(stack, "has " + file);
  if (readFileSync(place + ".terraform.lock.hcl", "utf8") !== lock) refuse(stack, "has a lock file of its own");
  checkStack(stack, readFileSync(place + "cdk.tf.json", "utf8"));
}

const stacks = existsSync(folder) && statSync(folder).isDirectory() ? readdirSync(folder) : [];
if (stacks.length === 0) refuse(folder, "there is none");
if (!locked) refuse(".terraform.lock.hcl", "locks anything but registry.terraform.io/hashicorp/aws");
for (const stack of stacks)
  try {
    checkFolder(stack);
  } catch (error) {
    refuse(stack, "cannot be read: " + error.message);
  }
' || refuse 'these stacks would run what no build may add'

printf 'intact sha256:%s of commit %s\n' "$digest" "$DYNCONF_COMMIT"
