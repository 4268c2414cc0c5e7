/** A name as part of a stage's: CodePipeline takes `[A-Za-z0-9.@_-]`. */
export function stageWord(name: string): string {
  const word = name.replace(/[^A-Za-z0-9.@_-]/g, '-');
  return word.charAt(0).toUpperCase() + word.slice(1);
}
