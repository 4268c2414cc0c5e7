import { formatInstant, parseInstant } from '../../../compiler/rules/instant';

describe('parseInstant()', () => {
  it.each([
    ['2024', '2024-01-01T00:00:00Z'],
    ['2024-05', '2024-05-01T00:00:00Z'],
    ['2024-05-06', '2024-05-06T00:00:00Z'],
    ['2024-05-06T07:08Z', '2024-05-06T07:08:00Z'],
    ['2024-05-06T07:08:09+05:30', '2024-05-06T01:38:09Z'],
    ['2024-05-06T23:08:09.1239-01:00', '2024-05-07T00:08:09.123Z'],
    ['0024-02-29', '0024-02-29T00:00:00Z'],
  ])('parseInstant() reads %s as %s', (text, full) => {
    expect(formatInstant(parseInstant(text) ?? NaN)).toBe(full);
  });

  it.each([
    '',
    '24',
    '2024-5-6',
    '2024-02-30',
    '2023-02-29',
    '2024-00-01',
    '2024-05-06T24:00Z',
    '2024-05-06T07:60Z',
  ])('parseInstant() refuses %j', (text) => {
    expect(parseInstant(text)).toBeUndefined();
  });

  it.each([
    '2024-05-06T07:08',
    '2024-05-06 07:08Z',
    '2024-05-06T07:08:60Z',
    '2024-05-06T07:08+24:00',
    '0000-01-01',
    'x',
  ])('parseInstant() refuses %j', (text) => {
    expect(parseInstant(text)).toBeUndefined();
  });
});
