import { CommandError } from '../../../cli/exit-codes';
import { parseContext } from '../../../cli/definitions/parse-context';

describe('parseContext()', () => {
  it.each([
    ['plan=gold', { plan: 'gold' }],
    ['age=65', { age: 65 }],
    ['age="65"', { age: '65' }],
    ["age='65'", { age: '65' }],
    ['ratio=-1.5e3', { ratio: -1500 }],
    ['beta=true', { beta: true }],
    ['beta=yes', { beta: 'yes' }],
    ['at=2024-05-01', { at: '2024-05-01' }],
    ['email=ann@example.com', { email: 'ann@example.com' }],
    ['query=a=b', { query: 'a=b' }],
    ['zip=00123', { zip: 123 }],
    ['id=0x1f', { id: 31 }],
    ['empty=""', { empty: '' }],
  ])('parseContext() reads %s', (pair, context) => {
    expect(parseContext([pair])).toEqual(context);
  });

  it('parseContext() lets the last of equal keys count, and takes no key for a property of all objects', () => {
    const context = parseContext(['a=1', 'b=2', 'a=3', '__proto__=4']);
    expect(Object.entries(context)).toEqual([
      ['a', 3],
      ['b', 2],
      ['__proto__', 4],
    ]);
  });

  it.each([
    'plan',
    '=gold',
    'my-key=1',
    'a=',
    'a=null',
    'a=[1]',
    'a={b: 1}',
    'a="x',
    'a=.nan',
    'id=12345678901234567890',
  ])('parseContext() refuses %s in a sentence', (pair) => {
    expect(() => parseContext([pair])).toThrow(CommandError);
  });

  it.each([
    ['email', '--context email has no value; write --context email=<value>'],
    ['email=', `write --context 'email=""'`],
    ['a=[1]', `write --context 'a="[1]"'`],
  ])('parseContext() says what to write instead of %s', (pair, says) => {
    expect(() => parseContext([pair])).toThrow(says);
  });
});
