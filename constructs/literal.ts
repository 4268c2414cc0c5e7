/**
 * Text that a person wrote, so that Terraform reads it back unchanged: `${` and `%{` are templates there, and
 * `{TfToken[` is how cdktf marks its own references inside strings.
 */
export function literal(text: string): string {
  if (!text.includes('{')) return text;
  // The replacements are functions because `$$` in a replacement text means one `$`.
  return text
    .replaceAll(/[$%](?=\{)/g, (sign) => sign + sign)
    .replaceAll('{TfToken[', () => '{${"TfToken"}[');
}

/** A map of a person's texts; keys are templates in Terraform's JSON, too. */
export function literals(texts: Readonly<Record<string, string>>): Record<string, string> {
  return Object.fromEntries(Object.entries(texts).map(([key, text]) => [literal(key), literal(text)]));
}
