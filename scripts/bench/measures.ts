import type { Measure } from './measure';
import { appProcess } from './measures/app-process';
import { checkCold } from './measures/check-cold';
import { checkGrowth } from './measures/check-growth';
import { checkMemory } from './measures/check-memory';
import { checkWarm } from './measures/check-warm';
import { fleetValidation } from './measures/fleet-validation';
import { growth } from './measures/growth';
import { peakMemory } from './measures/peak-memory';
import { wholeSynth } from './measures/whole-synth';

/** Every row of the bench, in the order of the table. */
export const MEASURES: readonly Measure[] = [
  wholeSynth,
  appProcess,
  growth,
  peakMemory,
  fleetValidation,
  checkCold,
  checkWarm,
  checkGrowth,
  checkMemory,
];
