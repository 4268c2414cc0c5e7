'use strict';

const Sequencer = require('@jest/test-sequencer').default;

/**
 * Starts of the paths of test files that wait longer for rollouts and Terraform than all others together: begun last,
 * they would leave one of two workers idle at the end.
 */
const LONGEST = [
  'proof/delivery-pipeline',
  'truthful/',
  'proof/',
  'cli/environments/environment-remove',
  'faults/',
  '',
];

/** Jest knows how long a file took last time, but not on a clean clone. */
class LongestFirst extends Sequencer {
  sort(tests) {
    return super.sort(tests).sort((left, right) => rankOf(left) - rankOf(right));
  }
}

function rankOf({ path }) {
  return LONGEST.findIndex((start) => path.includes(`/__tests__/${start}`));
}

module.exports = LongestFirst;
