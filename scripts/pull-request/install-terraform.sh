#!/bin/sh
# Terraform where there is none, in TERRAFORM_FOLDER: the version and checksum of the pipeline's builds.
set -eu
VERSION=1.11.4
SHA256=1ce994251c00281d6845f0f268637ba50c0005657eb3cf096b92f753b42ef4dc

folder="${TERRAFORM_FOLDER:-${RUNNER_TEMP:-/tmp}/terraform-$VERSION}"
mkdir -p "$folder"
cd "$folder"
curl -fsSLo terraform.zip "https://releases.hashicorp.com/terraform/$VERSION/terraform_${VERSION}_linux_amd64.zip"
echo "$SHA256  terraform.zip" | sha256sum --check
unzip -o terraform.zip terraform
rm terraform.zip
if [ -n "${GITHUB_PATH:-}" ]; then echo "$folder" >> "$GITHUB_PATH"; fi
