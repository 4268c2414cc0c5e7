#!/bin/sh
# Signs what the build made: sh sign-artifact.sh, in the folder of the artifact.
#
# Writes dynconf.manifest.sig, the signature of a statement with the commit and the digest of dynconf.manifest.json.
# The key never leaves KMS, and no code of the artifact runs here: needed are sha256sum and the AWS CLI.
#
#   DYNCONF_SIGNING_KEY  id or ARN of a KMS key that signs with ECDSA_SHA_256
#   DYNCONF_COMMIT       the commit that the pipeline releases, from the pipeline itself
#
# Exit codes: 0 signed, 2 something is missing, 3 refused.
set -eu

manifest=dynconf.manifest.json
signature=dynconf.manifest.sig

missing() {
  printf 'missing: %s\n' "$*" >&2
  exit 2
}
refuse() {
  printf 'refused: %s\n' "$*" >&2
  exit 3
}

[ -n "${DYNCONF_SIGNING_KEY:-}" ] || missing 'DYNCONF_SIGNING_KEY, the KMS key to sign with'
[ -n "${DYNCONF_COMMIT:-}" ] || missing 'DYNCONF_COMMIT, the commit that is released'
[ -f "$manifest" ] || missing "$manifest: npx dynconf artifact create writes it, in the build"

# Otherwise the signature would say that a build of another commit, or of a changed checkout, is this one.
grep -qxF "  \"commit\": \"$DYNCONF_COMMIT\"," "$manifest" ||
  refuse "$manifest is not of commit $DYNCONF_COMMIT"

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
digest=$(sha256sum <"$manifest" | cut -d ' ' -f 1)
printf 'dynconf artifact\ncommit %s\nmanifest sha256:%s\n' "$DYNCONF_COMMIT" "$digest" >"$work/statement"

aws kms sign --key-id "$DYNCONF_SIGNING_KEY" --signing-algorithm ECDSA_SHA_256 \
  --message-type RAW --message "fileb://$work/statement" \
  --query Signature --output text >"$work/signature" || refuse 'KMS did not sign'
[ -s "$work/signature" ] || refuse 'KMS answered without a signature'
cp "$work/signature" "$signature"
printf 'signed %s of commit %s\n' "sha256:$digest" "$DYNCONF_COMMIT"
