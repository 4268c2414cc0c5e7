import { fitName } from '../../delivery/fit-name';

test('fitName() leaves a name alone that is short enough', () => {
  expect(fitName('dynconf-prod', 12)).toBe('dynconf-prod');
});

test('fitName() tells names apart whose beginnings are equal', () => {
  const [one, other] = [fitName(`${'a'.repeat(70)}-one`, 63), fitName(`${'a'.repeat(70)}-two`, 63)];
  expect(one).toHaveLength(63);
  expect(one).not.toBe(other);
});

test('fitName() does not end the kept part with a dash', () => {
  expect(fitName('ab-------------cd', 12)).toMatch(/^ab-[0-9a-f]{8}$/);
});
