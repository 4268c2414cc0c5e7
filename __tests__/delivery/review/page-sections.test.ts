import fc from 'fast-check';
import { joinSections, type Section } from '../../../delivery/review/page-sections';

function aSection(overrides: Partial<Section> = {}): Section {
  return { parts: ['a'], sharePercent: 50, shownBy: 'npx dynconf review', ...overrides };
}

test('joinSections() keeps what fits as it is', () => {
  expect(joinSections([aSection(), aSection({ parts: [] }), aSection({ parts: ['b', 'c'] })], 100)).toBe(
    'a\n\nb\n\nc\n',
  );
});

test('joinSections() cuts the long section, and says what shows it', () => {
  const long = aSection({ parts: Array.from({ length: 50 }, () => 'x'.repeat(98)) });
  const page = joinSections([long, aSection({ parts: ['the end'] })], 2_000);
  expect(page).toMatch(/\n\n\*\*The page is cut here: 33 parts more did not fit\.\*\* `npx dynconf review`/);
  expect(page).toMatch(/the end\n$/);
});

test('joinSections() is never longer than it may be, and leaves the beginning of every section', () => {
  const section = fc.record({
    parts: fc.array(
      fc.nat(800).map((length) => 'x'.repeat(length)),
      { maxLength: 60 },
    ),
    sharePercent: fc.constant(25),
    shownBy: fc.constant('npx dynconf review'),
  });
  fc.assert(
    fc.property(fc.array(section, { minLength: 4, maxLength: 4 }), (sections) => {
      const page = joinSections(sections, 8_000);
      expect(page.length).toBeLessThanOrEqual(8_001);
      const wanted = sections.flatMap(({ parts }) => parts).reduce((sum, part) => sum + part.length + 2, 0);
      if (wanted <= 8_000) expect(page).not.toContain('The page is cut here');
      // Each has at least its share: what fits into it is there as a whole.
      for (const { parts } of sections) {
        const own = parts.reduce((sum, part) => sum + part.length + 2, 0);
        if (own > 0 && own <= 2_000) expect(page).toContain(parts.join('\n\n'));
      }
    }),
  );
});
