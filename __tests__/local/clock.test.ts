import { manualClock, runningClock } from '../../local/clock';

test('manualClock() stands still until it is advanced', () => {
  const clock = manualClock('2026-01-01T00:00:00Z');
  expect(clock.now()).toBe(clock.now());
  clock.advance(1.5);
  expect(new Date(clock.now()).toISOString()).toBe('2026-01-01T00:00:01.500Z');
});

test('runningClock() runs at its speed from now on, and can be advanced on top', () => {
  jest.useFakeTimers({ now: Date.parse('2026-01-01T00:00:00Z') });
  try {
    const clock = runningClock(60);
    jest.advanceTimersByTime(1000);
    expect(new Date(clock.now()).toISOString()).toBe('2026-01-01T00:01:00.000Z');
    clock.advance(3600);
    expect(new Date(clock.now()).toISOString()).toBe('2026-01-01T01:01:00.000Z');
  } finally {
    jest.useRealTimers();
  }
});
