/** Whether `YYYY-MM-DD` is a day of the calendar: 2027-02-29 is not. */
export function isCalendarDate(date: string): boolean {
  const time = Date.parse(`${date}T00:00:00Z`);
  return !Number.isNaN(time) && new Date(time).toISOString().startsWith(date);
}
