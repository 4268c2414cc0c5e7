import { IonSyntaxError } from './ion-node';
import type { RuleProblem } from './rule';

const BLANKS = /[ \t\n\r\v\f]*/y;

/** A place in a rule's text, moved forward by those who read it. */
export class IonScanner {
  position = 0;

  constructor(readonly text: string) {}

  get atEnd(): boolean {
    return this.position >= this.text.length;
  }

  /** True when the text goes on with these characters. */
  sees(characters: string): boolean {
    return this.text.startsWith(characters, this.position);
  }

  /** Moves past these characters if they come next. */
  take(characters: string): boolean {
    if (!this.sees(characters)) return false;
    this.position += characters.length;
    return true;
  }

  /** Moves past what a sticky expression matches here. */
  takeMatch(expression: RegExp): string {
    expression.lastIndex = this.position;
    const match = expression.exec(this.text)?.[0] ?? '';
    this.position += match.length;
    return match;
  }

  /** Moves past blanks, line comments and block comments. */
  skipBlanks(): void {
    for (;;) {
      this.takeMatch(BLANKS);
      if (this.sees('//')) this.takeMatch(/[^\n\r]*/y);
      else if (this.sees('/*')) this.skipBlockComment();
      else return;
    }
  }

  /** Ends the reading with a mistake that starts at `offset` and ends here. */
  fail(offset: number, problem: Omit<RuleProblem, 'code' | 'offset' | 'length'>): never {
    const length = Math.max(1, this.position - offset);
    throw new IonSyntaxError({ code: 'RULE_SYNTAX', offset, length, ...problem });
  }

  private skipBlockComment(): void {
    const start = this.position;
    const end = this.text.indexOf('*/', start + 2);
    this.position = end < 0 ? this.text.length : end + 2;
    if (end < 0) this.fail(start, { message: 'the comment does not end', fix: 'close it with */' });
  }
}
