import {
  expiryAfter,
  expiryInstant,
  extendedExpiry,
  hoursLeft,
  isExpired,
  isNoticeDue,
} from '../../../release/temporary/temporary-expiry';

const at = (text: string): Date => new Date(text);

test('expiryInstant() takes a day for the whole of it, in UTC, and an instant for itself', () => {
  expect(expiryInstant('2026-11-24')).toEqual(at('2026-11-25T00:00:00Z'));
  expect(expiryInstant('2026-11-24T12:00:00+02:00')).toEqual(at('2026-11-24T10:00:00Z'));
});

test('isExpired() is false on the last day and true after it', () => {
  expect(isExpired('2026-11-24', at('2026-11-24T23:59:59Z'))).toBe(false);
  expect(isExpired('2026-11-24', at('2026-11-25T00:00:00Z'))).toBe(true);
});

test('hoursLeft() is negative once it is over', () => {
  expect(hoursLeft('2026-11-24T12:00:00Z', at('2026-11-24T09:30:00Z'))).toBe(2.5);
  expect(hoursLeft('2026-11-24T12:00:00Z', at('2026-11-24T13:00:00Z'))).toBe(-1);
});

test('expiryAfter() is never earlier than asked for, and written to the minute', () => {
  expect(expiryAfter(at('2026-11-21T12:00:00.001Z'), 72)).toBe('2026-11-24T12:01:00Z');
  expect(expiryAfter(at('2026-11-21T12:00:00Z'), 1)).toBe('2026-11-21T13:00:00Z');
});

test('extendedExpiry() adds to what is left, and to now when nothing is', () => {
  const now = at('2026-11-21T12:00:00Z');
  expect(extendedExpiry('2026-11-22T12:00:00Z', { hours: 24, now })).toBe('2026-11-23T12:00:00Z');
  expect(extendedExpiry('2026-11-01', { hours: 24, now })).toBe('2026-11-22T12:00:00Z');
});

test('isNoticeDue() is true exactly once when asked every few hours, whenever that starts', () => {
  const [hour, end] = [3_600_000, Date.parse('2026-11-24T12:00:00Z')];
  for (let offset = 0; offset < 3; offset += 0.25) {
    const looks = Array.from({ length: 20 }, (_, look) => new Date(end - (60 - offset - look * 3) * hour));
    const due = looks.filter((now) =>
      isNoticeDue('2026-11-24T12:00:00Z', { noticeHours: 24, everyHours: 3, now }),
    );
    expect({ offset, due: due.length }).toEqual({ offset, due: 1 });
  }
});
