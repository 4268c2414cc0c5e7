import fc from 'fast-check';
import { canonicalJson, fingerprint } from '../../compiler/canonical-json';
import type { Json } from '../../compiler/project';

test('canonicalJson() sorts keys by code unit at every level, those that look like integers too', () => {
  expect(canonicalJson({ b: { 9: 1, 10: 2, Z: 3 }, a: [{ y: 1, x: 2 }] })).toBe(
    '{"a":[{"x":2,"y":1}],"b":{"10":2,"9":1,"Z":3}}',
  );
});

test('canonicalJson() says the same value and nothing else', () => {
  fc.assert(
    fc.property(fc.jsonValue(), (value) => {
      const text = canonicalJson(value as Json);
      expect(JSON.parse(text)).toEqual(JSON.parse(JSON.stringify(value)));
      expect(canonicalJson(JSON.parse(text) as Json)).toBe(text);
    }),
  );
});

test('fingerprint() is the SHA-256 of the text, in ASCII', () => {
  expect(fingerprint('')).toBe('sha256:e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855');
});
