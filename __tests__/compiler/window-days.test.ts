import { daysOf, minuteOf } from '../../compiler/window-days';

test.each([
  ['mon-wed,sat', [0, 1, 2, 5]],
  ['sun, tue', [6, 1]],
  ['fri-mon', [4, 5, 6, 0]],
  ['wed', [2]],
])('daysOf() counts the days of %s from Monday', (text, days) => {
  expect([...daysOf(text)]).toEqual(days);
});

test('minuteOf() counts from midnight', () => {
  expect(['00:00', '09:30', '23:59'].map(minuteOf)).toEqual([0, 570, 1439]);
});
